import { describe, expect, it } from 'vitest';
import { complete, fromAddress, sameQuery, toAddress, toggled } from './query';

const read = (text: string) => fromAddress(new URLSearchParams(text));

describe('what a list shows', () => {
  it('goes through the address and back', () => {
    const text =
      'group=assignee&sort=due&desc=true&status=1,4&assignee=me,none&tag=3&section=none,2&due=week&text=gas&done=all';
    const query = read(text);
    expect(query).toMatchObject({
      status: [1, 4],
      section: ['none', '2'],
      assignee: ['me', 'none'],
      desc: true,
    });
    const address = Object.entries(toAddress(query)).filter(([, value]) => value !== null);
    expect(new URLSearchParams(address as [string, string][]).toString()).toBe(
      new URLSearchParams(text).toString(),
    );
    expect(sameQuery(query, read(text))).toBe(true);
  });

  it('leaves out what it does not know', () => {
    expect(read('group=moon&sort=&status=x,2&priority=high,purple&due=never')).toEqual({
      status: [2],
      priority: ['high'],
    });
  });

  it('is complete when it is asked', () => {
    expect(complete({}, 'board')).toEqual({ group: 'status', sort: 'manual', done: 'week' });
    expect(complete({ group: 'none' }, 'list')).toEqual({ group: 'none', sort: 'manual', done: 'none' });
    expect(complete({ category: ['done'] }, 'list').done).toBe('all');
  });

  it('toggles values', () => {
    expect(toggled([1, 2], 2)).toEqual([1]);
    expect(toggled([1], 1)).toBeUndefined();
  });
});
