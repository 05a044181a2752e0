import type { Person } from '../api/types';
import { t } from '../words';
import { shortDay } from '../words/dates';
import { locale } from '../words/locale.svelte';

/** "Away until 3 Jan: Ana looks after my clients", for those who turn to somebody who is not there. */
export function awayNote(person: Person): string {
  const { away } = person;
  if (!away || away.from > locale.today || away.until < locale.today) return '';
  const day = shortDay(away.until);
  return away.note ? t('common.away_note', { day, note: away.note }) : t('common.away', { day });
}
