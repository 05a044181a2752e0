//! A term of the index: the documents it stands in, and what it is worth there.
//!
//! The same matches and scores as tantivy's `TermQuery` boosted or with a constant score, walked a block of its list at
//! a time: a common word stands in a hundred thousand documents, and two calls for each were most of a question.

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term,
    fieldnorm::FieldNormReader,
    postings::BlockSegmentPostings,
    query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
    schema::IndexRecordOption,
};

use crate::stretch::Stretch;

/// What a term is worth where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Worth {
    /// So many times what its rarity and the length of the text make of it.
    Times(Score),
    /// The same everywhere.
    Always(Score),
}

#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub term: Term,
    pub worth: Worth,
}

impl Query for Listed {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let worth = match (self.worth, scoring) {
            (Worth::Always(score), _) => Measure::Always(score),
            (Worth::Times(boost), EnableScoring::Enabled { statistics_provider, .. }) => {
                let weight = Bm25Weight::for_terms(statistics_provider, std::slice::from_ref(&self.term))?;
                Measure::Weighed(weight.boost_by(boost))
            }
            (Worth::Times(_), EnableScoring::Disabled { .. }) => Measure::Always(0.0),
        };
        Ok(Box::new(Listing { term: self.term.clone(), worth }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        visitor(&self.term, false);
    }
}

#[derive(Clone)]
enum Measure {
    Always(Score),
    Weighed(Bm25Weight),
}

struct Listing {
    term: Term,
    worth: Measure,
}

impl Weight for Listing {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let field = self.term.field();
        let (option, worth) = match &self.worth {
            Measure::Always(score) => (IndexRecordOption::Basic, At::Always(score * boost)),
            Measure::Weighed(weight) => {
                let norms = reader.fieldnorms_readers().get_field(field)?;
                let norms = norms.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1));
                (IndexRecordOption::WithFreqs, At::Weighed(weight.boost_by(boost), norms))
            }
        };
        let blocks = reader.inverted_index(field)?.read_block_postings(&self.term, option)?;
        Ok(match blocks.filter(|blocks| blocks.doc_freq() > 0) {
            Some(blocks) => Box::new(List { blocks, at: 0, worth }),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("a term", scorer.score()))
    }
}

enum At {
    Always(Score),
    Weighed(Bm25Weight, FieldNormReader),
}

impl At {
    fn score(&self, doc: DocId, times: u32) -> Score {
        match self {
            At::Always(score) => *score,
            At::Weighed(weight, norms) => weight.score(norms.fieldnorm_id(doc), times),
        }
    }
}

/// The documents of a term in one part of the index, in order.
pub(crate) struct List {
    blocks: BlockSegmentPostings,
    /// Where in the block; beyond its end nowhere else than at the end of the list.
    at: usize,
    worth: At,
}

impl List {
    /// It is worth no more than this anywhere.
    pub fn most(&self) -> Score {
        match &self.worth {
            At::Always(score) => *score,
            At::Weighed(weight, _) => weight.max_score(),
        }
    }

    /// Hands over the wanted matches of a stretch, as [`Stretch::walk`] does, and ends behind it; answers the document it
    /// then stands at.
    pub fn walk(
        &mut self,
        stretch: &Stretch<'_>,
        worth: impl Fn(u32) -> bool,
        mut note: impl FnMut(u32, Score),
    ) -> DocId {
        if self.doc() < stretch.start {
            self.seek(stretch.start);
        }
        loop {
            let docs = self.blocks.docs().get(self.at..).unwrap_or_default();
            let inside = docs.partition_point(|doc| *doc < stretch.end);
            let times = self.blocks.freqs().get(self.at..).unwrap_or_default();
            let times = times.iter().copied().chain(std::iter::repeat(1));
            for (doc, times) in docs.iter().take(inside).zip(times) {
                let at = doc - stretch.start;
                if stretch.wanted.holds(at) {
                    note(at, if worth(at) { self.worth.score(*doc, times) } else { 0.0 });
                }
            }
            self.at += inside;
            if inside < docs.len() || docs.is_empty() {
                return self.doc();
            }
            self.blocks.advance();
            self.at = 0;
        }
    }
}

impl DocSet for List {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        if self.blocks.block_len() > 0 && self.at >= self.blocks.block_len() {
            self.blocks.advance();
            self.at = 0;
        }
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            self.at = self.blocks.seek(target);
        }
        self.doc()
    }

    fn doc(&self) -> DocId {
        if self.at < self.blocks.block_len() { self.blocks.doc(self.at) } else { TERMINATED }
    }

    fn size_hint(&self) -> u32 {
        self.blocks.doc_freq()
    }
}

impl Scorer for List {
    fn score(&mut self) -> Score {
        self.worth.score(self.doc(), self.blocks.freq(self.at))
    }
}
