// The plan an import starts with, made of the server's guesses.
import type { ImportFile, ImportPlan } from '../../api/types';

/** What a column of a table can be; "field" makes a field of the space out of it. */
export const meanings = [
  'title',
  'body',
  'status',
  'section',
  'due',
  'start',
  'assignee',
  'priority',
  'tags',
  'estimate',
  'id',
  'link',
  'field',
  'ignore',
] as const;
export type Meaning = (typeof meanings)[number];

/** The server's own plan, with the order of dates read off the samples. */
export function firstPlan(file: ImportFile): ImportPlan {
  return file.columns ? { ...file.suggested, date_order: guessOrder(file) } : file.suggested;
}

/** "field:Package" is drawn as "field". */
export function meaningOf(value: string | undefined): Meaning {
  if (value?.startsWith('field:')) return 'field';
  return meanings.find((meaning) => meaning === value) ?? 'ignore';
}

export const columnValue = (column: string, meaning: Meaning): string =>
  meaning === 'field' ? `field:${column}` : meaning;

/** From the samples of the date columns: a first number over 12 is a day, a second one over 12 means month first. */
export function guessOrder(file: Pick<ImportFile, 'columns'>): 'dmy' | 'mdy' | 'ymd' {
  const samples = (file.columns ?? [])
    .filter((column) => column.guess === 'due' || column.guess === 'start')
    .flatMap((column) => column.samples);
  const parts = samples
    .map((sample) => /^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})/.exec(sample.trim()))
    .filter((found) => found !== null);
  if (!parts.length || parts.some((found) => found[1]?.length === 4)) return 'ymd';
  return parts.some((found) => Number(found[2]) > 12) ? 'mdy' : 'dmy';
}
