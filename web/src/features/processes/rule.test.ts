import { describe, expect, it } from 'vitest';
import type { Process } from '../../api/types';
import { locale } from '../../words/locale.svelte';
import { capital, closedOf, closedWords, doneWords, ruleWords, withClosed, type Closed } from './rule';
import './words';

locale.use('en-GB', 'Europe/Berlin', 1);

const all = Object.keys(closedWords) as Closed[];

describe('closed days of a rule', () => {
  const plain = 'every 2 weeks on Monday at 8:30, from 28 November 2026, 10 times';

  it('are told from the end of its words', () => {
    expect(closedOf(plain)).toBe('run');
    expect(closedOf(`${plain}, closed days skipped`)).toBe('skip');
    expect(closedOf('every Monday at 9:00, on closed days the day after')).toBe('after');
  });

  it('change without touching the rest, from any choice to any other', () => {
    for (const from of all)
      for (const to of all) {
        const changed = withClosed(withClosed(plain, from), to);
        expect(closedOf(changed)).toBe(to);
        expect(withClosed(changed, 'run')).toBe(plain);
      }
  });
});

describe('what is settled about a run', () => {
  it('says by when it is to be done', () => {
    expect(doneWords({ done_days: 0, done_at: null })).toBe('on its day');
    expect(doneWords({ done_days: 0, done_at: '12:00' })).toBe('on its day by 12:00');
    expect(doneWords({ done_days: 1, done_at: null })).toBe('a day later');
    expect(doneWords({ done_days: 3, done_at: '17:30' })).toBe('3 days later by 17:30');
  });

  it('begins a sentence with the rule, or says that it is started by hand', () => {
    expect(capital('the 1st of every month at 9:00')).toBe('The 1st of every month at 9:00');
    expect(ruleWords({ rule: null } as Pick<Process, 'rule'>)).toBe('Started by hand');
  });
});
