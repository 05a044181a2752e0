import { expect, test } from 'vitest';
import './words';
import type { WorkloadDay } from '../../api/types';
import { absenceWords, dayWords, hours, share } from './format';

const day = (more: Partial<WorkloadDay>): WorkloadDay => ({
  day: '2026-11-26',
  minutes: 0,
  hidden_minutes: 0,
  tasks: 0,
  unestimated: 0,
  capacity_minutes: 480,
  away: 'none',
  over: false,
  ...more,
});

test('a day says what has to be done, or why nothing can be', () => {
  expect(hours(630)).toBe('10.5 h');
  expect(dayWords(day({ minutes: 480, tasks: 3 }), 'hours', false)).toBe('8 h');
  expect(dayWords(day({ minutes: 480, tasks: 3 }), 'tasks', false)).toBe('3');
  expect(dayWords(day({}), 'hours', false)).toBe('Free');
  expect(dayWords(day({ capacity_minutes: 0, away: 'day' }), 'hours', false)).toBe('Away');
  expect(dayWords(day({ capacity_minutes: 0 }), 'hours', true)).toBe('Closed');
  expect(dayWords(day({ capacity_minutes: 0 }), 'tasks', false)).toBe('Off');
});

test('a day is full at what can be done, and at once where nothing can', () => {
  expect(share(day({ minutes: 240 }))).toBe(0.5);
  expect(share(day({ minutes: 600 }))).toBe(1);
  expect(share(day({ minutes: 1, capacity_minutes: 0 }))).toBe(1);
  expect(share(day({ capacity_minutes: 0 }))).toBe(0);
});

test('days off are told with their halves', () => {
  const days = { from: '2026-11-26', until: '2026-11-26', from_noon: false, until_noon: true };
  expect(absenceWords(days)).toMatch(/26 Nov.*, morning$/);
  expect(absenceWords({ ...days, until: '2026-11-30', from_noon: true })).toMatch(
    /26 Nov.* from noon to .*30 Nov.* until noon$/,
  );
});
