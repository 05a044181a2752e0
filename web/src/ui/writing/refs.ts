// People, spaces and items named in a text. What is stored is a Markdown link with the id; what is typed and read is "@Ana Ruiz" or "#Order gaskets".
import type { Id } from '../../api/types';

export interface Ref {
  /** As it stands in the text area, with its sign. */
  token: string;
  kind: 'person' | 'space' | 'item';
  id: Id;
}

const stored = /\[((?:\\.|[^\]\\])*)\]\(guildhall:(person|space|item)\/([0-9a-f-]{36})\)/gi;
const signs = { person: '@', space: '@', item: '#' } as const;

export function tokenOf(kind: Ref['kind'], label: string): string {
  return signs[kind] + label.replace(/^[@#]/, '').replace(/\s+/g, ' ').trim();
}

/** For the text area. Two people with one name keep their written links, so that nobody is swapped. */
export function toText(markdown: string): { text: string; refs: Ref[] } {
  const refs: Ref[] = [];
  const text = markdown.replace(stored, (whole, label: string, kind: string, id: string) => {
    const named = kind.toLowerCase() as Ref['kind'];
    const ref: Ref = { kind: named, id, token: tokenOf(named, label.replace(/\\(.)/g, '$1')) };
    const known = refs.find((other) => other.token === ref.token);
    if (known && known.id !== id) return whole;
    if (!known) refs.push(ref);
    return ref.token;
  });
  return { text, refs };
}

/** For the server: every token that still stands in the text becomes its link. */
export function toMarkdown(text: string, refs: Ref[]): string {
  const known = [...refs].sort((a, b) => b.token.length - a.token.length);
  if (!known.length) return text;
  const any = known.map((ref) => ref.token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}\\[])(?:${any})(?![\\p{L}\\p{N}])`, 'gu'), (token) => {
    const ref = known.find((other) => other.token === token);
    if (!ref) return token;
    const label = (ref.kind === 'person' ? token : token.slice(1)).replace(/[[\]\\]/g, '\\$&');
    return `[${label}](guildhall:${ref.kind}/${ref.id})`;
  });
}

export interface Asked {
  sign: '@' | '#';
  /** Where the sign stands. */
  start: number;
  typed: string;
}

/** The name being typed just before the caret, if there is one. */
export function askedAt(text: string, caret: number): Asked | null {
  const line = text.slice(text.lastIndexOf('\n', caret - 1) + 1, caret);
  const found = /(?:^|[\s(])([@#])([^\s@#](?:[^@#\n]{0,38}[^\s@#])? ?|)$/u.exec(line);
  if (!found || (found[2] ?? '').split(' ').length > 5) return null;
  const typed = found[2] ?? '';
  return { sign: found[1] as Asked['sign'], start: caret - typed.length - 1, typed };
}
