import { render } from 'svelte/server';
import { describe, expect, it, vi } from 'vitest';
import type { Process, Run, RunOutcome, Space } from '../../api/types';
import { store } from '../../app/store.svelte';
import { locale } from '../../words/locale.svelte';
import EditForm from './EditForm.svelte';
import FirstProcess from './FirstProcess.svelte';
import { emptyStep } from './lines';
import { OpenProcess } from './open.svelte';
import Procedure from './Procedure.svelte';
import ProcessRow from './ProcessRow.svelte';
import RuleSide from './RuleSide.svelte';
import RunsList from './RunsList.svelte';
import RunStrip from './RunStrip.svelte';
import StripCard from './StripCard.svelte';
import './words';

// Before anything looks at the clock: days of another year are written with it.
vi.hoisted(() => vi.useFakeTimers({ now: Date.parse('2026-11-23T09:00:00Z'), toFake: ['Date'] }));

locale.use('en-GB', 'Europe/Berlin', 1);

const space = {
  id: 's',
  name: 'Service',
  prefix: 'SVC',
  access: 'open',
  tools: [],
  can: { read: true, write: true },
} as unknown as Space;

const outcomes: RunOutcome[] = ['on_time', 'late', 'missed', 'skipped', 'open'];
const at = (day: number) => `2026-11-0${day}T07:30:00.000Z`;
const strip = outcomes.map((outcome, i) => ({
  id: `r${i}`,
  number: i,
  at: at(i + 1),
  outcome,
  waits_for_approval: false,
}));

const process: Process = {
  id: 'p',
  space_id: 's',
  name: 'Weekly van check',
  body: 'The bottle stands in the **cage**.',
  rule: {
    words: 'every Monday at 8:30, on closed days the day after',
    code: '',
    after_completion: false,
    next_at: ['2026-11-30T07:30:00.000Z', '2026-12-07T07:30:00.000Z', '2027-01-04T07:30:00.000Z'],
    zone: 'Europe/Berlin',
  },
  steps: [
    { ...emptyStep('Lights'), evidence: 'photo', due_days: 1 },
    { ...emptyStep('Tread'), evidence: 'number', unit: 'mm', least: 3, doer: 'lead' },
  ],
  assign: { who: 'starter', person_ids: [] },
  show_days: 1,
  done_days: 0,
  done_at: '12:00',
  late: 'wait',
  estimate_minutes: 45,
  procedure: 5,
  paused: false,
  waits: false,
  owner_id: 'o',
  owner_gone: false,
  author_id: 'o',
  next_at: '2026-11-30T07:30:00.000Z',
  strip,
  statistics: { runs: 4, on_time: 1, late: 1, missed: 1, skipped: 1, on_time_rate: 33 },
  trashed_at: null,
  created_at: at(1),
  can: { edit: true, run: true },
  version: '1',
};

const runs: Run[] = outcomes
  .map((outcome, i) => ({
    id: `r${i}`,
    process_id: 'p',
    number: outcome === 'missed' ? 0 : i + 1,
    occurrence_at: at(i + 1),
    started_at: at(i + 1),
    due_at: `2026-11-0${i + 1}T11:00:00.000Z`,
    done_at: outcome === 'late' ? `2026-11-0${i + 1}T16:50:00.000Z` : null,
    outcome,
    reason: outcome === 'skipped' ? 'Snow' : null,
    skipped_by_id: null,
    procedure: 5 - (i % 2),
    person_id: null,
    started_by_id: null,
    task_key: outcome === 'missed' ? null : `SVC-${i}`,
    steps_done: 1,
    steps_count: 2,
    approval_step: null,
    approval_back: false,
    before_id: null,
    after_id: null,
  }))
  .reverse();

/** What is read: tags and comments gone. */
const words = (html: string) =>
  html
    .replace(/<!--.*?-->/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const draw = (component: unknown, props: Record<string, unknown>) =>
  render(component as never, { props } as never).body;

describe('what is drawn of a process', () => {
  store.spaces.set(space.id, space);

  it('is a strip with a shape for each kind, read out as one sentence', () => {
    const html = draw(RunStrip, { runs: strip, next: true, current: 'r1' });
    expect(html).toContain('aria-label="Last 5 runs: 1 on time, 1 late, 1 missed, 1 skipped, 1 open"');
    for (const kind of [...outcomes, 'next']) expect(html).toMatch(new RegExp(`<i class="${kind}[ "]`));
    expect(draw(RunStrip, { runs: strip, silent: true })).toContain('aria-hidden="true"');
  });

  it('is a row with its rule, what it asks for, its rate and its next date', () => {
    const row = words(draw(ProcessRow, { process, current: true, onfocus: () => {}, reload: () => {} }));
    expect(row).toContain(
      'Every Monday at 8:30, on closed days the day after, 2 steps, something to show in 2',
    );
    expect(row).toContain('33% on time');
    expect(row).toContain('Mon 30 Nov');
  });

  it('is its rule in sentences, with the year where that is another one', () => {
    const side = words(draw(RuleSide, { process }));
    expect(side).toContain('Shown one day before. To be done on its day by 12:00.');
    expect(side).toContain('A run takes about 45 min.');
    expect(side).toContain('If one is late, the next waits for it. Whoever starts it does it.');
    expect(side).toContain('Mon 4 Jan 2027');
  });

  it('is its procedure with who, when and what is to be shown', () => {
    const text = words(draw(Procedure, process as never));
    expect(text).toContain('Lights due 1 day later Photo');
    expect(text).toContain('Tread The lead of the space Number, mm, at least 3');
  });

  it('is its runs, each with how it went and why', () => {
    const open = new OpenProcess();
    open.runs = runs;
    const list = words(draw(RunsList, { process, open }));
    for (const text of ['open, 1 of 2', 'Snow', 'done 17:50 instead of 12:00', 'version 4'])
      expect(list).toContain(text);
    expect(list).not.toContain('run 0');
    const card = draw(StripCard, { process, runs });
    expect(words(card)).toContain('1 on time, 1 late, 1 missed, 1 skipped');
  });

  it('is the form it is made and changed with', () => {
    expect(words(draw(FirstProcess, { space }))).toContain('Make it and add steps');
    const form = draw(EditForm, { space, process });
    expect(form).toContain('value="Weekly van check"');
    expect(form).toContain('value="every Monday at 8:30, on closed days the day after"');
    expect(words(form)).toContain('Edit Weekly van check');
    expect(words(draw(EditForm, { space }))).toContain('Make process');
  });
});
