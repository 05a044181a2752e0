// Ranges of a text (UTF-16 offsets) that follow the text while it is edited.

export type Range = [start: number, end: number];

/** What one edit did: [at, removed, added] */
function edit(before: string, after: string): [at: number, removed: number, added: number] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return [head, before.length - tail - head, after.length - tail - head];
}

/** Ranges before the edit stay, those after it move, those it touched are gone. */
export function follow<T>(
  items: T[],
  range: (item: T) => Range,
  moved: (item: T, to: Range) => T,
  before: string,
  after: string,
): T[] {
  if (before === after) return items;
  const [at, removed, added] = edit(before, after);
  return items.flatMap((item) => {
    const [start, end] = range(item);
    // Typing right behind a word makes it another word, so its end counts as touched.
    if (end < at || (end === at && /\s/.test(after[at] ?? ' '))) return [item];
    if (start >= at + removed) return [moved(item, [start + added - removed, end + added - removed])];
    return [];
  });
}

/** The word under the caret when it begins with one of the signs that name something: @ # + */
export function wordAt(text: string, caret: number): { sign: string; typed: string; start: number } | null {
  const before = text.slice(0, caret);
  const found = /(?:^|\s)([@#+])([^\s@#+]*)$/u.exec(before);
  if (!found) return null;
  const typed = found[2] ?? '';
  return { sign: found[1] ?? '', typed, start: caret - typed.length - 1 };
}
