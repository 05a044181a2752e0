//! Words that hold a sentence together and say nothing of what is sought: *that thing about the boiler* is
//! about a boiler.
//!
//! Beside other words they are wished for, not needed. Words that are also names or abbreviations of the
//! office (`it`, `us`, `may`, `who`) are not among them. Folded, as words are compared.

use crate::language::Language;
use crate::pieces::{Piece, pieces};
use crate::query::{Clause, ClauseKind};

fn list(language: Language) -> &'static str {
    match language {
        Language::English => {
            "a an the this that these those thing things something and or but of in on at to for from with about by as is are was were be been \
             has had have do does did i we you he she they me my our your his her their its not no so if then than there here what which \
             when where how some any"
        }
        Language::German => {
            "der die das den dem des ein eine einer eines einem einen und oder aber in im an am auf zu zum zur von vom mit fur uber bei aus \
             nach ist sind war waren hat haben ich wir sie er es mein unser ihr nicht kein so wenn dann da was wie wo wann dass als auch"
        }
        Language::French => {
            "le la les un une des du de d l et ou mais dans en sur a au aux pour par avec sans est sont etait a ont je nous vous il elle \
             ils elles mon notre votre son sa ses ce cette ces qui que quoi ou quand comment ne pas plus"
        }
        Language::Spanish => {
            "el la los las un una unos unas de del y o pero en a al por para con sin sobre es son era fue ha han yo nosotros usted mi \
             nuestro su sus este esta estos que como cuando donde no se lo"
        }
        Language::Italian => {
            "il lo la i gli le un uno una di del della dei delle e o ma in nel nella su sul a al alla da dal per con senza e sono era ha \
             hanno io noi mio nostro suo questo questa che come quando dove non si"
        }
        Language::Portuguese => {
            "o a os as um uma de do da dos das e ou mas em no na nos nas ao por para com sem sobre e sao era foi tem eu nos meu nosso seu \
             este esta que como quando onde nao se"
        }
        Language::Dutch => {
            "de het een en of maar in op aan te tot van voor met over bij uit naar is zijn was waren heeft hebben ik wij we zij hij mijn \
             ons uw niet geen zo als dan er wat hoe waar dat die dit deze"
        }
        _ => "",
    }
}

/// Which of the clauses are fillers beside others; none when there is nothing else.
pub(crate) fn fillers(clauses: &[Clause], language: Language) -> Vec<bool> {
    let known = list(language);
    let found: Vec<bool> = clauses.iter().map(|clause| is_filler(clause, known)).collect();
    let needed = clauses.iter().zip(&found).any(|(clause, filler)| !clause.negated && !filler);
    if needed { found } else { vec![false; clauses.len()] }
}

fn is_filler(clause: &Clause, known: &str) -> bool {
    if clause.negated || clause.kind != ClauseKind::Word {
        return false;
    }
    let mut filler = None;
    pieces(&clause.text, &mut |piece| {
        let known = match piece {
            Piece::Chunk(chunk) if chunk.code.is_none() => {
                chunk.parts.iter().all(|part| known.split_ascii_whitespace().any(|word| word == part.folded))
            }
            _ => false,
        };
        filler = Some(filler.unwrap_or(true) && known);
    });
    filler == Some(true)
}
