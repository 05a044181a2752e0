// Lists in a text as it is typed: what to put where.

export interface Put {
  from: number;
  insert: string;
}

const startOfLine = (text: string, at: number) => text.lastIndexOf('\n', at - 1) + 1;

/** The lines of a selection as points. */
export function bulleted(text: string, start: number, end: number): Put {
  const from = startOfLine(text, start);
  const lines = text.slice(from, end).split('\n');
  return { from, insert: lines.map((line) => (line.startsWith('- ') ? line : `- ${line}`)).join('\n') };
}

/** What Enter puts behind a point of a list: the next one, or, behind an empty one, nothing in its place. */
export function pointAfter(text: string, at: number): Put | null {
  const from = startOfLine(text, at);
  const line = text.slice(from, at);
  const point = /^(\s*)(?:([-*+]) (\[[ xX]\] )?|(\d{1,4})([.)]) )/.exec(line);
  if (!point) return null;
  if (point[0] === line) return { from, insert: '' };
  if (point[2]) return { from: at, insert: `\n${point[1]}${point[2]} ${point[3] ? '[ ] ' : ''}` };
  return { from: at, insert: `\n${point[1]}${Number(point[4]) + 1}${point[5]} ` };
}
