import { expect, test } from 'vitest';
import type { Organization } from '../api/types';
import { store } from './store.svelte';
import { workDay, workTime } from './working';

test('a day is as long as the organization works', () => {
  store.organization = { opens: '07:00', closes: '15:30' } as Organization;
  expect(workDay()).toBe(510);
  expect([90, 509, 510, 569, 570, 1500].map(workTime)).toEqual([
    '1 h 30',
    '8 h 29',
    '1 working day',
    '1 working day',
    '1 working day 1 h',
    '2 working days 8 h',
  ]);
  store.organization = { opens: '00:00', closes: '24:00' } as Organization;
  expect(workTime(1440)).toBe('1 working day');
});
