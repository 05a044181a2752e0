import { describe, expect, it } from 'vitest';
import { emptyStep, stepOf, stepsOf, understand } from './lines';

const people = [
  { id: 'a', name: 'Ana Moreau' },
  { id: 's', name: 'Sam Kovač' },
  { id: 'm1', name: 'Max Far' },
  { id: 'm2', name: 'Max Near' },
];
const step = (line: string) => stepOf(line, people);

describe('pasted lines', () => {
  it('make a step each, without bullets, numbers, boxes and empty lines', () => {
    const text = '- Walk round the van\r\n\n  2) Tyre tread\n- [ ] Oil\n* [x] Lights\n• Keys\n   \n';
    expect(stepsOf(text).map((one) => one.text)).toEqual([
      'Walk round the van',
      'Tyre tread',
      'Oil',
      'Lights',
      'Keys',
    ]);
    expect(stepsOf(' \n\n')).toEqual([]);
  });

  it('keep what only looks like a bullet', () => {
    expect(step('3.5 bar in each tyre').text).toBe('3.5 bar in each tyre');
    expect(step('-5 degrees at most').text).toBe('-5 degrees at most');
  });

  it('say what has to be shown', () => {
    expect(step('Lights (photo)')).toEqual({ ...emptyStep('Lights'), evidence: 'photo' });
    expect(step('Signed off (Signature)').evidence).toBe('signature');
    expect(step('All there (yes or no)').evidence).toBe('yes_no');
    expect(step('Tread (number, mm, 3 to 8)')).toEqual({
      ...emptyStep('Tread'),
      evidence: 'number',
      unit: 'mm',
      least: 3,
      most: 8,
    });
    expect(step('Fridge (number, °C, -2,5 to 7)')).toMatchObject({ least: -2.5, most: 7, unit: '°C' });
    expect(step('Pressure (number, at least 2.5)')).toMatchObject({ least: 2.5, most: null, unit: '' });
  });

  it('say who does it: by the first name where only one has it, by the whole one, or a lead', () => {
    expect(step('Count @ana')).toEqual({ ...emptyStep('Count'), doer: 'person', person_id: 'a' });
    expect(step('Count @Sam Kovač').person_id).toBe('s');
    expect(step('Count @Max Near').person_id).toBe('m2');
    expect(step('Count @lead')).toMatchObject({ text: 'Count', doer: 'lead', person_id: null });
    expect(step('Count @starter')).toMatchObject({ text: 'Count', doer: 'starter', person_id: null });
    expect(step('Count @last')).toMatchObject({ text: 'Count', doer: 'last_doer', person_id: null });
    expect(step('Count (approval) @last').approval?.approvers).toEqual([
      { who: 'last_doer', person_id: null },
    ]);
    expect(step('Count @constructor')).toEqual(emptyStep('Count @constructor'));
  });

  it('say by when, in days or weeks after the day of the run', () => {
    expect(step('Send +2d').due_days).toBe(2);
    expect(step('Send +1 day').due_days).toBe(1);
    expect(step('Send +2 weeks').due_days).toBe(14);
  });

  it('say all three in any order, each once', () => {
    const wanted = { ...emptyStep('Tyres'), evidence: 'photo', doer: 'person', person_id: 'a', due_days: 1 };
    expect(step('- Tyres (photo) @Ana +1 day')).toEqual(wanted);
    expect(step('- Tyres +1 day @Ana (photo)')).toEqual(wanted);
    expect(step('Tyres (file) (photo)')).toMatchObject({ text: 'Tyres (file)', evidence: 'photo' });
  });

  it('say nothing of what stands nowhere in a typed line, so that what is set stays', () => {
    expect(understand('Tyres')).toEqual({ text: 'Tyres' });
    expect(understand(' Tyres (photo) ')).toEqual({ text: 'Tyres', evidence: 'photo' });
  });

  it('lose nothing that is not understood', () => {
    for (const line of [
      'Call the depot (see page 2)',
      'Ask @Max',
      'Ask @Nobody Known',
      'Mail office@example.org',
      'Look (photo, both sides)',
      'Wait +900 days',
      '(photo)',
      '@Ana',
    ])
      expect(step(line)).toEqual(emptyStep(line));
  });
});
