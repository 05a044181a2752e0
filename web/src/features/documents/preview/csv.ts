/** Rows of cells; which sign stands between them is told by the first line. */
export function parseCsv(text: string, most: number): { rows: string[][]; cut: boolean } {
  const source = text.replace(/^\ufeff/, '');
  const head = source.slice(0, source.search(/\r?\n|$/));
  const sign = [';', '\t', ','].reduce(
    (best, one) => (head.split(one).length > head.split(best).length ? one : best),
    ',',
  );
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < source.length; at++) {
    const char = source[at] ?? '';
    if (quoted) {
      if (char !== '"') cell += char;
      else if (source[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (char === '"' && cell === '') quoted = true;
    else if (char === sign) {
      row.push(cell);
      cell = '';
    } else if (char === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
      if (rows.length >= most) return { rows, cut: at < source.length - 1 };
    } else if (char !== '\r' || source[at + 1] !== '\n') cell += char;
  }
  if (cell || row.length) rows.push([...row, cell]);
  return { rows, cut: false };
}
