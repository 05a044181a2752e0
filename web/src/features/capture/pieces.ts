import type { CaptureToken } from '../../api/types';
import type { Range } from './ranges';

export interface Piece {
  text: string;
  start: number;
  token?: CaptureToken;
  plain?: Range;
}

/** The text cut into coloured words, words kept plain, and what is between them. */
export function pieces(text: string, tokens: CaptureToken[], plain: Range[]): Piece[] {
  const marks = [
    ...tokens.map((token) => ({ start: token.start, end: token.end, token })),
    ...plain.map((range) => ({ start: range[0], end: range[1], plain: range })),
  ].sort((a, b) => a.start - b.start);
  const cut: Piece[] = [];
  let at = 0;
  for (const { start, end, ...what } of marks) {
    if (start < at || end > text.length) continue;
    if (start > at) cut.push({ text: text.slice(at, start), start: at });
    cut.push({ text: text.slice(start, end), start, ...what });
    at = end;
  }
  if (at < text.length) cut.push({ text: text.slice(at), start: at });
  return cut;
}
