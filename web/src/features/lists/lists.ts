// What can be done with saved searches. They are in the store, where the live stream keeps them.
import './words';
import { api } from '../../api/client';
import type { Id, Page, SavedQuestion, SavedSearch } from '../../api/types';
import { onChanges } from '../../app/changes';
import { mutate } from '../../app/mutate';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { spoken } from './spoken';

export type Group = SavedSearch['group'];
export type ListPatch = Partial<Pick<SavedSearch, 'name' | 'group' | 'space_id'>> & {
  question?: SavedQuestion;
};

/** All of them, with how many tasks each finds. */
export async function loadLists(): Promise<void> {
  const { items } = await api.get<Page<SavedSearch>>('/searches', { counts: true });
  store.setSearches(items);
}

/** Whose they are changes with the spaces one reads. */
const again = () => void loadLists().catch(() => null);
onChanges((changes) => {
  if (changes.some(({ item_type, own }) => item_type === 'space' && !own)) again();
});

export async function makeList(
  name: string,
  question: SavedQuestion,
  group: Group,
  space_id: Id | null,
): Promise<SavedSearch> {
  const { data } = await api.post<SavedSearch>('/searches', { name, question, group, space_id });
  store.searches.set(data.id, data);
  return data;
}

export function changeList(list: SavedSearch, patch: ListPatch): Promise<boolean> {
  return mutate<SavedSearch>({
    send: () => api.patch<SavedSearch>(`/searches/${list.id}`, patch, list.version),
    settle: (data) => store.searches.set(data.id, data),
    done: t('lists.changed', { name: patch.name ?? list.name }),
    undone: again,
    failed: t('lists.not_saved'),
  });
}

export function removeList(list: SavedSearch): Promise<boolean> {
  return mutate<unknown>({
    apply: () => {
      store.searches.delete(list.id);
      return () => store.searches.set(list.id, list);
    },
    send: () => api.delete(`/searches/${list.id}`, list.version),
    done: t('lists.removed', { name: list.name }),
    undone: again,
    failed: t('lists.not_saved'),
  });
}

/** What a list looks for, in a few words. */
export function inWords({ question, names_more, space_id }: SavedSearch): string {
  const me = t(space_id ? 'lists.whoever' : 'lists.me');
  const name = (id: string) => (id === 'me' ? me : (store.people.get(id)?.name ?? t('lists.somebody')));
  const people = (question.people ?? []).map(name);
  const spaces = question.space_ids?.map((id) => store.spaces.get(id)?.name ?? t('lists.elsewhere')) ?? [];
  return [
    ...spoken(question.q ?? '', me),
    people.length ? t('lists.of_people', { names: people.join(', ') }) : '',
    ...spaces,
    ...(question.states ?? []).map((state) => t(`lists.state.${state}`)),
    question.with_file ? t('lists.with_file') : '',
    question.changed ? t(`lists.changed_in.${question.changed}`) : '',
    names_more ? t('lists.names_more') : '',
  ]
    .filter(Boolean)
    .join(' · ');
}
