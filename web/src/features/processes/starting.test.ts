import { describe, expect, it } from 'vitest';
import type { SpaceRule } from '../../api/types';
import './words';
import { before, ruleAfter } from './starting';

describe('a process that starts after another one', () => {
  it('is a rule about a run of the other that is done', () => {
    const rule = ruleAfter({ id: 'clean', name: 'Clean the oven' }, { id: 'bake', name: 'Bake' });
    expect(rule.name).toBe('Clean the oven after Bake');
    expect(rule.when).toMatchObject({ what: 'changed', fact: 'category', to: 'done' });
    expect(rule.conditions).toMatchObject([{ fact: 'process', test: 'is', values: ['bake'] }]);
    expect(rule.actions).toMatchObject([{ does: 'start', process_id: 'clean' }]);
  });
  it('names those after which it starts as it is', () => {
    const rule = (off: unknown, test = 'is') => {
      const made = ruleAfter({ id: 'clean', name: 'Clean' }, { id: 'bake', name: 'Bake' });
      return { ...made, off, conditions: made.conditions.map((one) => ({ ...one, test })) } as SpaceRule;
    };
    expect(before([rule(null)])).toEqual(['bake']);
    expect(before([rule({ why: 'person' }), rule(null, 'is_not')])).toEqual([]);
  });
  it('has a name no longer than that of a rule', () => {
    const long = ruleAfter({ id: 'a', name: 'x'.repeat(300) }, { id: 'b', name: 'y' });
    expect(long.name).toHaveLength(120);
  });
});
