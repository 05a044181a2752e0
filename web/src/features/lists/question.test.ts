import { describe, expect, it } from 'vitest';
import type { SavedQuestion } from '../../api/types';
import { asks, questionOf, searchAddress } from './question';

describe('the question of a list', () => {
  const whole: SavedQuestion = {
    q: 'valve tag:urgent',
    space_ids: ['a', 'b'],
    people: ['me'],
    states: ['open'],
    with_file: true,
    changed: 'week',
  };

  it('comes back from the address of the search', () => {
    const address = searchAddress(whole, 'id');
    const query = new URLSearchParams(address.slice(address.indexOf('?')));
    expect(questionOf(query)).toEqual(whole);
    expect([query.get('kind'), query.get('list')]).toEqual(['task', 'id']);
  });

  it('leaves out what is not asked', () => {
    expect(questionOf(new URLSearchParams('q=%20&kind=task&order=newest'))).toEqual({});
    expect(asks({})).toBe(false);
    expect(searchAddress({ q: 'valve' })).toBe('/search?q=valve&kind=task');
  });
});
