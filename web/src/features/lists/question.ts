// The question of a saved search, as the search's address writes it and back.
import type { Id, SavedQuestion } from '../../api/types';

type States = NonNullable<SavedQuestion['states']>;

const some = (list: string[] | undefined) => (list?.length ? list.join(',') : null);
const parts = (text: string | null) => text?.split(',').filter(Boolean) ?? [];

/** What the search's own filters hold, by the names they have in the address. */
export function searchQuery(question: SavedQuestion): Record<string, string | null> {
  return {
    q: question.q || null,
    space: some(question.space_ids),
    person: some(question.people),
    state: some(question.states),
    has: question.with_file ? 'file' : null,
    when: question.changed ?? null,
  };
}

/** The search that looks for the same; with a list, what is changed there can be saved to it. */
export function searchAddress(question: SavedQuestion, list?: Id): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(searchQuery(question))) if (value) query.set(name, value);
  query.set('kind', 'task');
  if (list) query.set('list', list);
  return `/search?${query.toString()}`;
}

/** What a search looks for; empty parts are left out. */
export function questionOf(query: URLSearchParams): SavedQuestion {
  const question: SavedQuestion = {
    q: query.get('q')?.trim() ?? '',
    space_ids: parts(query.get('space')),
    people: parts(query.get('person')),
    states: parts(query.get('state')) as States,
    with_file: query.get('has') === 'file',
    changed: query.get('when') as SavedQuestion['changed'],
  };
  const said = Object.entries(question).filter(([, value]) => (Array.isArray(value) ? value.length : value));
  return Object.fromEntries(said) as SavedQuestion;
}

/** Whether there is anything to look for. */
export const asks = (question: SavedQuestion): boolean => Object.keys(question).length > 0;
