import { expect, test } from 'vitest';
import { amountOf, minutesOf } from './target';

test('a target is shown in the largest unit and read back', () => {
  const shown = [240, 540, 1080, 90, null].map((minutes) => amountOf(minutes, 540));
  expect(shown.map(({ amount, unit }) => `${amount} ${unit}`)).toEqual([
    '4 hours',
    '1 days',
    '2 days',
    '90 minutes',
    ' hours',
  ]);
  expect(shown.map((one) => minutesOf(one, 540))).toEqual([240, 540, 1080, 90, null]);
  expect(minutesOf({ amount: '1,5', unit: 'hours' }, 540)).toBe(90);
});

test('what cannot be meant is none', () => {
  for (const amount of ['0', '-1', 'soon', '1e9', '0.001', 'Infinity', '12 h'])
    expect(minutesOf({ amount, unit: 'hours' }, 540), amount).toBeUndefined();
});
