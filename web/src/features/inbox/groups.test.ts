import { expect, test } from 'vitest';
import type { Entry } from '../../api/types';
import { firstOf, groupsOf } from './groups';

const entries = ['assigned', 'mentioned', 'assigned', 'asked', 'replied'].map(
  (reason, at) => ({ item_id: String(at), reason }) as Entry,
);
const ids = (rows: number) =>
  firstOf(groupsOf('needs', entries), rows).map((group) => [
    group.id,
    group.entries.map((entry) => entry.item_id).join(''),
  ]);

test('the first rows are the first of the groups as they stand', () => {
  const all = [
    ['asked', '3'],
    ['assigned', '02'],
    ['replies', '14'],
  ];
  expect(ids(5)).toEqual(all);
  expect(ids(50)).toEqual(all);
  expect(ids(3)).toEqual(all.slice(0, 2));
  expect(ids(2)).toEqual([
    ['asked', '3'],
    ['assigned', '0'],
  ]);
  expect(ids(0)).toEqual([]);
});

test('what approvals want stands first', () => {
  const some = ['asked', 'approval_due', 'to_approve'].map(
    (reason, at) => ({ item_id: String(at), reason }) as Entry,
  );
  expect(groupsOf('needs', some).map((group) => [group.id, group.entries.length])).toEqual([
    ['decide', 2],
    ['asked', 1],
  ]);
});
