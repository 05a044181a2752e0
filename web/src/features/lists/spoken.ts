// The operators in the words of a search, said as its own filters say them: "late" for is:late.
import { t } from '../../words';

type Name = 'state' | 'late' | 'in' | 'from' | 'for' | 'tag' | 'type' | 'file' | 'link' | 'before' | 'after';

interface Operator {
  name: Name;
  value: string;
  /** It began with a minus. */
  not: boolean;
}

const typed =
  /(^|\s)(-?)(?:(in|from|by|tag|is|type|has|before|after|since):|([@+]))(?:["“„«]([^"“”„«»]+)["”“»]|([^\s"“”„«»]+))/giu;

/** Words that have one meaning, whoever reads them. */
const known: Record<string, [Name, string]> = {
  'is:open': ['state', 'open'],
  'is:done': ['state', 'done'],
  'is:decided': ['state', 'done'],
  'is:answered': ['state', 'done'],
  'is:cancelled': ['state', 'cancelled'],
  'is:canceled': ['state', 'cancelled'],
  'is:archived': ['state', 'archived'],
  'is:late': ['late', ''],
  'is:overdue': ['late', ''],
  'has:file': ['file', ''],
  'has:files': ['file', ''],
  'has:attachment': ['file', ''],
  'has:link': ['link', ''],
  'has:links': ['link', ''],
};
const free: Record<string, Name> = {
  in: 'in',
  from: 'from',
  by: 'from',
  '@': 'for',
  tag: 'tag',
  '+': 'tag',
  type: 'type',
  before: 'before',
  after: 'after',
  since: 'after',
};

function operatorOf(name: string, value: string): [Name, string] | null {
  const sure = known[`${name}:${value.toLowerCase()}`];
  if (sure) return sure;
  const found = free[name];
  // A sign before a name says nothing more: from:@ana, tag:+urgent.
  return found ? [found, value.replace(/^[@+]/, '')] : null;
}

const month = /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?$/i;

/** What of the text after a day still belongs to it: "nov 2026" after "1". */
function further(value: string, text: string): string {
  const found = /^(\s+[^\s":]+)(\s+\d{4}(?!\S))?/.exec(text);
  const next = found?.[1]?.trim() ?? '';
  const whole = month.test(value) ? /^\d{1,2}[.,]?$/.test(next) : /^\d/.test(value) && month.test(next);
  return whole ? (found?.[0] ?? '') : '';
}

/** The words and the operators of what somebody typed; what looks like an operator and is none is words. */
export function read(text: string): { words: string; operators: Operator[] } {
  const operators: Operator[] = [];
  let words = '';
  let at = 0;
  for (const found of text.matchAll(typed)) {
    if (found.index < at) continue;
    const value = found[5] ?? found[6] ?? '';
    const operator = operatorOf((found[3] ?? found[4] ?? '').toLowerCase(), value);
    if (!operator) continue;
    let end = found.index + found[0].length;
    const [name] = operator;
    let [, said] = operator;
    if (name === 'before' || name === 'after') {
      const more = further(value, text.slice(end));
      end += more.length;
      said += more;
    }
    operators.push({ name, value: said, not: found[2] === '-' });
    words += `${text.slice(at, found.index)} `;
    at = end;
  }
  words += text.slice(at);
  return { words: words.replace(/\s+/g, ' ').trim(), operators };
}

function inWords({ name, value, not }: Operator, me: string): string {
  const person = (name === 'from' || name === 'for') && value.toLowerCase() === 'me';
  const words = t(name === 'state' ? `lists.state.${value}` : `lists.op.${name}`, {
    name: person ? me : value,
  });
  return not ? t('lists.op.not', { words }) : words;
}

/** What was typed, in words: what is looked for in quotes, and each operator. `me` is who looks. */
export function spoken(text: string, me: string): string[] {
  const { words, operators } = read(text);
  const said = operators.map((one) => inWords(one, me));
  return words ? [t('lists.quoted', { text: words }), ...said] : said;
}

/** A name for a list that looks for it. */
export function nameFor(text: string): string {
  const { words, operators } = read(text);
  return [words, ...operators.map((one) => inWords(one, t('lists.me')))].filter(Boolean).join(', ');
}
