import { describe, expect, it } from 'vitest';
import type { RunOutcome, RunStatistics } from '../../api/types';
import { locale } from '../../words/locale.svelte';
import { rateWords, statisticsWords, stripWords } from './strip';
import './words';

locale.use('en-GB', 'Europe/Berlin', 1);

const runs = (...outcomes: RunOutcome[]) => outcomes.map((outcome) => ({ outcome }));
const statistics = (change: Partial<RunStatistics>): RunStatistics => ({
  runs: 0,
  on_time: 0,
  late: 0,
  missed: 0,
  skipped: 0,
  on_time_rate: null,
  ...change,
});

describe('the strip in words', () => {
  it('counts each kind and leaves out what there is none of', () => {
    expect(stripWords(runs('on_time', 'late', 'on_time', 'open'))).toBe(
      'Last 4 runs: 2 on time, 1 late, 1 open',
    );
    const waits = [...runs('on_time', 'open'), { outcome: 'open' as const, waits_for_approval: true }];
    expect(stripWords(waits)).toBe('Last 3 runs: 1 on time, 1 open, 1 waiting for approval');
    expect(stripWords(runs('missed'))).toBe('Last run: 1 missed');
  });

  it('says that there are none yet', () => {
    expect(stripWords([])).toBe('No runs yet');
  });
});

describe('how the runs went', () => {
  it('says the rate the server worked out, which skipped runs do not change', () => {
    const some = statistics({ runs: 26, on_time: 23, late: 2, skipped: 1, on_time_rate: 92 });
    expect(rateWords(some)).toBe('92% on time');
    expect(statisticsWords(some)).toBe('23 on time, 2 late, 1 skipped');
  });

  it('says no rate while nothing counts, and tells nothing on time from that', () => {
    expect(rateWords(statistics({ skipped: 3, runs: 3 }))).toBe('');
    expect(rateWords(statistics({ late: 1, runs: 1, on_time_rate: 0 }))).toBe('0% on time');
  });
});
