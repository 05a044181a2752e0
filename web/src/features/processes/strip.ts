// The run strip in words and in shapes: what a reader sees, a screen reader says.
import type { RunOutcome, RunStatistics, StripRun } from '../../api/types';
import { t } from '../../words';
import { locale } from '../../words/locale.svelte';

/** In the order in which they are told. */
export const outcomes: RunOutcome[] = ['on_time', 'late', 'missed', 'skipped', 'open'];

type Counts = Partial<Record<RunOutcome, number>>;

const told = (counts: Counts) =>
  outcomes.flatMap((one) => (counts[one] ? t(`processes.count.${one}`, { count: counts[one] }) : []));

const listed = (parts: string[]) =>
  new Intl.ListFormat(locale.language, { style: 'short', type: 'unit' }).format(parts);

/** "Last 12 runs: 10 on time, 1 late, 1 open". */
export function stripWords(runs: Pick<StripRun, 'outcome'>[]): string {
  if (!runs.length) return t('processes.no_runs');
  const counts: Counts = {};
  for (const { outcome } of runs) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return t('processes.strip', { count: runs.length, what: listed(told(counts)) });
}

/** "92 % on time"; skipped runs count neither for nor against, and none of it is said while nothing counts. */
export function rateWords(statistics: RunStatistics): string {
  const rate = statistics.on_time_rate;
  if (rate === null) return '';
  const percent = new Intl.NumberFormat(locale.language, { style: 'percent' }).format(rate / 100);
  return t('processes.rate', { percent });
}

/** "23 on time, 2 late, 1 skipped" of the last runs that are over or late. */
export function statisticsWords(statistics: RunStatistics): string {
  const { on_time, late, missed, skipped } = statistics;
  return listed(told({ on_time, late, missed, skipped }));
}

/** The tone of a chip that names it. */
export const tones = {
  on_time: 'green',
  late: 'amber',
  missed: 'red',
  skipped: 'plain',
  open: 'blue',
} as const satisfies Record<RunOutcome, string>;
