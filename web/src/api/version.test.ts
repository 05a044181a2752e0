import { expect, test } from 'vitest';
import { isOlder } from './version';

test('of two versions of one history the earlier is known', () => {
  expect(isOlder('49795081-9', '49795081-a')).toBe(true);
  expect(isOlder('49795081-a', '49795081-9')).toBe(false);
  expect(isOlder('49795081-a', '49795081-a')).toBe(false);
  expect(isOlder('11111111-1', '49795081-9')).toBe(false);
  expect(isOlder('', '49795081-9')).toBe(false);
});
