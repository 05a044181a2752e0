// Who gets a run, written behind the rule: "every monday 8:30 @rotate", "… @ana", "… @ana @ben".
import type { Assign, Id } from '../../api/types';
import { store } from '../../app/store.svelte';

const mark = /(^|\s)@(\S*)/g;
/** Most people who take turns. */
const most = 50;

export interface Marked {
  /** The rule without its marks. */
  rule: string;
  /** Who is meant; null where nobody is named. */
  assign: Assign | null;
  /** Names nobody here has, or several have. */
  unknown: string[];
}

/** The rule alone. */
export const withoutMarks = (text: string) => text.replace(mark, '').replace(/\s+/g, ' ').trim();

const fold = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLocaleLowerCase();

/** The one whose name it is, or the only one whose name begins so. */
function personCalled(name: string, among: Id[]): Id | null {
  const wanted = fold(name);
  if (!wanted) return null;
  if (wanted === 'me') return store.me?.id ?? null;
  const names = (id: Id) => {
    const whole = store.people.get(id)?.name ?? '';
    return [whole, ...whole.split(/\s+/)].map(fold);
  };
  const exact = among.filter((id) => names(id).includes(wanted));
  const found = exact.length ? exact : among.filter((id) => names(id).some((one) => one.startsWith(wanted)));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** What a line means. `among` are those who can be given a run; without it everybody but guests. */
export function marked(text: string, among?: Id[]): Marked {
  const all =
    among ?? store.activePeople.filter((person) => person.role !== 'guest').map((person) => person.id);
  const names = [...text.matchAll(mark)].map((found) => found[2] ?? '');
  const people: Id[] = [];
  const unknown: string[] = [];
  let word: 'rotating' | 'last_doer' | 'starter' | null = null;
  for (const name of names) {
    const lower = name.toLowerCase();
    if (lower === 'rotate') word = 'rotating';
    else if (lower === 'last') word = 'last_doer';
    else if (lower === 'starter') word = 'starter';
    else {
      const id = personCalled(name, all);
      if (!id) unknown.push(name);
      else if (!people.includes(id)) people.push(id);
    }
  }
  return { rule: withoutMarks(text), assign: assignOf(word, people, all), unknown };
}

function assignOf(word: 'rotating' | 'last_doer' | 'starter' | null, people: Id[], all: Id[]): Assign | null {
  if (word === 'last_doer' || word === 'starter') return { who: word, person_ids: [] };
  if (word === 'rotating') return { who: word, person_ids: (people.length ? people : all).slice(0, most) };
  if (people.length > 1) return { who: 'rotating', person_ids: people.slice(0, most) };
  return people.length ? { who: 'person', person_ids: people } : null;
}
