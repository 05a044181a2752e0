// Figures of reports in words.
import type { Day, OperationsRow, Went } from '../../api/types';
import { t } from '../../words';
import { locale } from '../../words/locale.svelte';

/** "91%", as the person's language writes it. */
export const percent = (rate: number): string =>
  new Intl.NumberFormat(locale.language, { style: 'percent' }).format(rate / 100);

export function changeWords(change: number | null): string {
  if (change === null) return t('reports.change.none');
  if (change === 0) return t('reports.change.same');
  return t(change > 0 ? 'reports.change.up' : 'reports.change.down', { points: Math.abs(change) });
}

/** Runs that count: skipped ones do neither for nor against. */
export const counted = (went: Went): number => went.runs - went.skipped;

/** Where a row leads, if anywhere. */
export function rowPath(
  by: string,
  row: OperationsRow,
  spacePath: (id: string) => string | undefined,
): string | undefined {
  const home = row.space_id ? spacePath(row.space_id) : undefined;
  if (by === 'process') return home && `${home}/processes/${row.id}`;
  if (by === 'space') return spacePath(row.id);
  if (by === 'person' && row.id !== 'none') return `/people/${row.id}`;
  return undefined;
}

/** One of some bars in a row. */
export interface Bar {
  from: Day;
  value: number;
  /** A part of it that is drawn stronger. */
  strong?: number;
  /** Where it is too much. */
  limit?: number;
}

/** "7.5 h": to a tenth of an hour. */
export const hours = (minutes: number): string => t('reports.hours', { count: Math.round(minutes / 6) / 10 });
