export interface Piece {
  start: number;
  text: string;
  chip: boolean;
}

/** The text in pieces, those the server read as operators marked. Chips that don't fit the text are left out. */
export function cut(text: string, chips: { start: number; end: number }[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end } of [...chips].sort((a, b) => a.start - b.start)) {
    if (start < at || end > text.length || end <= start) continue;
    if (start > at) pieces.push({ start: at, text: text.slice(at, start), chip: false });
    pieces.push({ start, text: text.slice(start, end), chip: true });
    at = end;
  }
  if (at < text.length) pieces.push({ start: at, text: text.slice(at), chip: false });
  return pieces;
}
