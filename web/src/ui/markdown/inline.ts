// What stands inside a paragraph: emphasis, code, links, mentions. Raw HTML is text, and nothing here makes HTML.

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong'; children: Inline[] }
  | { kind: 'em'; children: Inline[] }
  | { kind: 'strike'; children: Inline[] }
  | { kind: 'link'; to: string; children: Inline[] }
  | { kind: 'person'; id: string; label: string }
  | { kind: 'space'; id: string; label: string }
  | { kind: 'item'; id: string; label: string };

/** Longer paragraphs are data rather than prose; they are shown as they are. */
const longest = 20_000;
const sign = /[\\`*_~[\]!<>#.()+-]/;
const bare = /^(?:https?:\/\/|www\.)[^\s<]+[^\s<.,;:!?"'\])}*_~]/;
const own = /^guildhall:(person|space|item)\/([0-9a-f-]{36})$/i;

/** An address that may be followed, or null. Scripts and data never are. */
export function safeAddress(address: string): string | null {
  const text = address.trim();
  if (/^(https?:\/\/|mailto:|tel:)/i.test(text)) return text;
  if (/^www\./i.test(text)) return `https://${text}`;
  return null;
}

export function inlines(source: string): Inline[] {
  if (source.length > longest) return [{ kind: 'text', text: source }];
  return parse(source, true);
}

function parse(source: string, links: boolean): Inline[] {
  const out: Inline[] = [];
  let text = '';
  let at = 0;
  const put = (node: Inline, length: number) => {
    if (text) out.push({ kind: 'text', text });
    text = '';
    out.push(node);
    at += length;
  };
  while (at < source.length) {
    const rest = source.slice(at);
    const char = rest[0] ?? '';
    if (char === '\\' && sign.test(rest[1] ?? '')) {
      text += rest[1];
      at += 2;
      continue;
    }
    const found =
      code(rest) ??
      (links ? link(rest) : null) ??
      emphasis(rest, source[at - 1] ?? ' ', links) ??
      (links && !/\w/.test(source[at - 1] ?? ' ') ? address(rest) : null);
    if (found) put(found.node, found.length);
    else {
      // A run of plain letters is taken at once; only signs can begin something.
      const plain = /^[^\\`*_~[!<hw]+/.exec(rest)?.[0] ?? char;
      text += plain;
      at += plain.length;
    }
  }
  if (text) out.push({ kind: 'text', text });
  return out;
}

interface Found {
  node: Inline;
  length: number;
}

function code(rest: string): Found | null {
  const ticks = /^`+/.exec(rest)?.[0];
  if (!ticks) return null;
  let end = rest.indexOf(ticks, ticks.length);
  while (end >= 0 && rest[end + ticks.length] === '`') {
    const after = /^`+/.exec(rest.slice(end))?.[0].length ?? 1;
    end = rest.indexOf(ticks, end + after);
  }
  if (end < 0) return null;
  const inside = rest.slice(ticks.length, end).replace(/\n/g, ' ');
  const text = /^ .*[^ ].* $/.test(inside) ? inside.slice(1, -1) : inside;
  return { node: { kind: 'code', text }, length: end + ticks.length };
}

/** Where the bracket that opens at 0 closes; nested ones are counted. */
function closing(rest: string, open: string, close: string): number {
  let depth = 0;
  for (let i = 0; i < rest.length; i++) {
    if (rest[i] === '\\') i++;
    else if (rest[i] === open) depth++;
    else if (rest[i] === close && --depth === 0) return i;
  }
  return -1;
}

function link(rest: string): Found | null {
  const image = rest.startsWith('![') ? 1 : 0;
  if (rest[image] !== '[') return null;
  const from = rest.slice(image);
  const end = closing(from, '[', ']');
  if (end < 0 || from[end + 1] !== '(') return null;
  const to = closing(from.slice(end + 1), '(', ')');
  if (to < 0) return null;
  const label = from.slice(1, end);
  const target = from
    .slice(end + 2, end + 1 + to)
    .trim()
    .replace(/\s+["'(].*$/s, '')
    .replace(/^<(.*)>$/, '$1');
  const length = image + end + 1 + to + 1;
  const ours = own.exec(target);
  if (ours) {
    const kind = ours[1]?.toLowerCase() as 'person' | 'space' | 'item';
    return { node: { kind, id: ours[2] ?? '', label: label.replace(/\\(.)/g, '$1') }, length };
  }
  const safe = safeAddress(target);
  if (!safe) return null;
  return { node: { kind: 'link', to: safe, children: parse(label || safe, false) }, length };
}

function address(rest: string): Found | null {
  const angle = /^<((?:https?:\/\/|mailto:)[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>/i.exec(rest);
  if (angle) {
    const label = angle[1] ?? '';
    const to = safeAddress(label) ?? `mailto:${label}`;
    return { node: { kind: 'link', to, children: [{ kind: 'text', text: label }] }, length: angle[0].length };
  }
  const plain = bare.exec(rest)?.[0];
  const to = plain && safeAddress(plain);
  if (!plain || !to) return null;
  return { node: { kind: 'link', to, children: [{ kind: 'text', text: plain }] }, length: plain.length };
}

function emphasis(rest: string, before: string, links: boolean): Found | null {
  const marks = /^(\*{1,2}|_{1,2}|~~)(?=\S)/.exec(rest)?.[1];
  if (!marks) return null;
  // Underscores inside a word (file_name_here) are letters.
  if (marks[0] === '_' && /\w/.test(before)) return null;
  let end = marks.length;
  while ((end = rest.indexOf(marks, end)) > 0) {
    const inside = rest.slice(marks.length, end);
    const after: string = rest[end + marks.length] ?? ' ';
    const single = marks.length === 1 && after === marks;
    if (inside && !/[\s\\]$/.test(inside) && !single && !(marks[0] === '_' && /\w/.test(after))) {
      const kind = marks === '~~' ? 'strike' : marks.length === 2 ? 'strong' : 'em';
      return { node: { kind, children: parse(inside, links) }, length: end + marks.length };
    }
    end += single ? 2 : marks.length;
  }
  return null;
}
