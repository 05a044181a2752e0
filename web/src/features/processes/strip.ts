// The run strip in words and in shapes: what a reader sees, a screen reader says.
import type { RunOutcome, RunStatistics, StripRun } from '../../api/types';
import { t } from '../../words';
import { locale } from '../../words/locale.svelte';

/** In the order in which they are told. */
export const outcomes: RunOutcome[] = ['on_time', 'late', 'missed', 'skipped', 'open'];

/** What a mark stands for: how the run went, or that it waits for an approval. */
export type Mark = RunOutcome | 'approval';
const marks: Mark[] = [...outcomes, 'approval'];
export type Marked = Pick<StripRun, 'outcome'> & Partial<Pick<StripRun, 'waits_for_approval'>>;
export const markOf = (run: Marked): Mark =>
  run.outcome === 'open' && run.waits_for_approval ? 'approval' : run.outcome;

type Counts = Partial<Record<Mark, number>>;

const told = (counts: Counts) =>
  marks.flatMap((one) => (counts[one] ? t(`processes.count.${one}`, { count: counts[one] }) : []));

const listed = (parts: string[]) =>
  new Intl.ListFormat(locale.language, { style: 'short', type: 'unit' }).format(parts);

/** "Last 12 runs: 10 on time, 1 late, 1 open, 1 waiting for approval". */
export function stripWords(runs: Marked[]): string {
  if (!runs.length) return t('processes.no_runs');
  const counts: Counts = {};
  for (const mark of runs.map(markOf)) counts[mark] = (counts[mark] ?? 0) + 1;
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
