import { describe, expect, it } from 'vitest';
import { changesOf, emptyFields, fieldsFrom, inputOf, newProcedure } from './fields';
import { emptyStep } from './lines';

const base = {
  ...emptyFields(),
  name: 'Van check',
  rule: 'every Monday at 8:30',
  steps: [emptyStep('Look')],
};

describe('what the editor sends', () => {
  it('is only what differs', () => {
    expect(changesOf(base, base)).toEqual({});
    expect(changesOf(base, { ...base, name: ' Van check ' })).toEqual({});
    expect(changesOf(base, { ...base, show_days: 1 })).toEqual({ show_days: 1 });
  });

  it('empties a rule and a time with null', () => {
    expect(changesOf(base, { ...base, rule: ' ' })).toEqual({ rule: null });
    const timed = { ...base, done_at: '12:00' };
    expect(changesOf(timed, base)).toEqual({ done_at: null });
    expect(changesOf({ ...base, estimate_minutes: 45 }, base)).toEqual({ estimate_minutes: null });
  });

  it('leaves out steps without words, and bounds of what is no number', () => {
    const steps = [
      { ...emptyStep(' Look '), evidence: 'photo' as const, least: 2, unit: 'mm' },
      emptyStep(' '),
    ];
    expect(inputOf({ ...base, steps }).steps).toEqual([{ ...emptyStep('Look'), evidence: 'photo' }]);
  });

  it('begins with the words, the steps and the assignee of a task that is to come again', () => {
    const steps = [
      { text: 'Look', assignee_id: null },
      { text: 'Count', assignee_id: 'a' },
    ];
    const task = { title: 'Van check', body: 'Twice', assignee_id: 's', estimate_minutes: 45 };
    const made = fieldsFrom({ ...task, steps });
    expect(inputOf(made)).toMatchObject({
      name: 'Van check',
      body: 'Twice',
      rule: null,
      estimate_minutes: 45,
      assign: { who: 'person', person_ids: ['s'] },
      steps: [emptyStep('Look'), { ...emptyStep('Count'), doer: 'person', person_id: 'a' }],
    });
  });

  it('is a new procedure when what is to be done changes, and not when its times do', () => {
    expect(newProcedure(changesOf(base, { ...base, rule: 'every friday', late: 'wait' }))).toBe(false);
    expect(newProcedure(changesOf(base, { ...base, steps: [] }))).toBe(true);
  });
});
