// What a hit is called, beside its title.
import type { SearchHit } from '../../api/types';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { dueWords, moment } from '../../words/dates';

export const plain = (parts: SearchHit['title']): string => parts.map((part) => part.text).join('');

/** "comment, 9:44", "task SVC-214, due Fri". */
export function hitNote(hit: SearchHit): string {
  if (hit.decided) return t('search.note.decision', { time: moment(hit.at) });
  if (hit.kind === 'comment' || hit.kind === 'message')
    return t(`search.note.${hit.kind}`, { time: moment(hit.at) });
  if (hit.kind === 'topic') return t('search.note.topic', { time: moment(hit.at) });
  if (hit.kind === 'step') return t('search.note.step', { key: hit.key });
  if (hit.kind === 'page') return t('search.note.page', { time: moment(hit.at) });
  if (hit.kind === 'event') return t('search.note.event');
  if (hit.kind === 'process') return t('search.note.process');
  if (hit.kind === 'file') return t('search.note.file', { key: hit.key });
  const finished = hit.category === 'done' || hit.category === 'cancelled';
  if (finished && hit.category)
    return t('search.note.state', {
      key: hit.key,
      state: t(`common.category.${hit.category}`).toLowerCase(),
    });
  if (!hit.due) return t('search.note.task', { key: hit.key });
  const { text, tone } = dueWords(hit.due);
  // In the middle of a sentence “Today” is small; names of days and months are not.
  const word = tone !== '' || text === t('dates.tomorrow');
  const due = word ? text.toLowerCase() : text;
  return t(tone === 'late' ? 'search.note.late' : 'search.note.due', { key: hit.key, due });
}

/** The space, and the key or who has the task. */
export function hitPlace(hit: SearchHit): string {
  const space = store.spaces.get(hit.space_id ?? '');
  const direct = hit.space_id === null ? t('search.direct') : '';
  const name = space?.access === 'personal' ? t('search.personal') : (space?.name ?? direct);
  if (hit.kind !== 'task') return [name, hit.key].filter(Boolean).join(', ');
  const assignee = hit.assignee_id ? store.people.get(hit.assignee_id)?.name : undefined;
  return assignee ? t('search.place.assigned', { space: name, name: assignee }) : name;
}
