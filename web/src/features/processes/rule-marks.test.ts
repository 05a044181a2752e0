import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Me, Person } from '../../api/types';
import { store } from '../../app/store.svelte';
import { marked, withoutMarks } from './rule-marks';

const person = (id: string, name: string) => ({ id, name, role: 'member' }) as unknown as Person;

beforeEach(() => {
  for (const one of [person('a', 'Ana Moreau'), person('b', 'Ben Sol'), person('c', 'Anke Vogt')])
    store.people.set(one.id, one);
  store.me = person('b', 'Ben Sol') as unknown as Me;
});
afterEach(() => store.clear());

const all = ['a', 'b', 'c'];
const who = (text: string) => marked(text, all).assign;

describe('who is named behind a rule', () => {
  it('takes turns, is one person, or several', () => {
    expect(marked('every monday 8:30 @rotate', all)).toEqual({
      rule: 'every monday 8:30',
      assign: { who: 'rotating', person_ids: all },
      unknown: [],
    });
    expect(who('every monday @ana')).toEqual({ who: 'person', person_ids: ['a'] });
    expect(who('@me every monday')).toEqual({ who: 'person', person_ids: ['b'] });
    expect(who('every monday @ben @ANA')).toEqual({ who: 'rotating', person_ids: ['b', 'a'] });
    expect(who('every monday @rotate @ben')).toEqual({ who: 'rotating', person_ids: ['b'] });
    expect(who('every monday @last')).toEqual({ who: 'last_doer', person_ids: [] });
    expect(who('every monday')).toBeNull();
  });

  it('is said where nobody is called so, or several are', () => {
    expect(marked('every monday @an', all)).toEqual({ rule: 'every monday', assign: null, unknown: ['an'] });
    expect(marked('every monday @zoe', all).unknown).toEqual(['zoe']);
  });

  it('leaves the code of a rule alone', () => {
    expect(withoutMarks('week:1@510')).toBe('week:1@510');
  });
});
