import { addDays, instantAt } from '../../words/dates';
import { locale } from '../../words/locale.svelte';

/** Eight tomorrow morning, where the reader is. */
export const tomorrow = (): string => instantAt(addDays(locale.today, 1), '08:00');
