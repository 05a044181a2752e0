import { expect, test } from 'vitest';
import type { Entry } from '../../api/types';
import { inSentence } from './entry';

const entry = (item_type: string, title: string) => ({ item_type, title }) as Entry;

test('a sentence that says whose week it is does not name them again', () => {
  const week = entry('week', 'Ana, Duarte, 23 November 2026');
  expect(inSentence(week, 'Ana, Duarte')).toBe('23 November 2026');
  expect(inSentence(week, 'Ben')).toBe(week.title);
  expect(inSentence(week, undefined)).toBe(week.title);
  expect(inSentence(entry('task', 'Ana, call back'), 'Ana')).toBe('Ana, call back');
});
