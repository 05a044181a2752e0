import { describe, expect, it } from 'vitest';
import type { RuleTrialRow } from '../../api/types';
import { action, better, condition, cut, deeds, factKey, facts, readFact, refit, trigger } from './parts';

describe('the parts of a rule', () => {
  it('name the fields of a space one each', () => {
    expect(factKey('field', 7)).toBe('field:7');
    expect(readFact('field:7')).toEqual({ fact: 'field', field_id: 7 });
    expect(readFact(factKey('status'))).toEqual({ fact: 'status', field_id: null });
  });

  it('ask of a request nothing but its words', () => {
    expect(facts('condition', true, false)).toEqual(['words']);
    expect(facts('condition', false, false)).toContain('status');
  });
  it('ask which process a task is a run of, and never set that', () => {
    expect(facts('condition', false, true)).toContain('process');
    expect(facts('condition', true, false)).not.toContain('process');
    for (const place of ['changed', 'reached', 'set'] as const)
      expect(facts(place, false, false)).not.toContain('process');
  });

  it('name nothing of one space in a rule of the organization', () => {
    for (const place of ['changed', 'reached', 'condition', 'set'] as const) {
      const common = facts(place, false, true);
      expect(common.filter((fact) => ['status', 'section', 'field'].includes(fact))).toEqual([]);
      expect(common.includes('category')).toBe(place !== 'reached');
    }
  });

  it('accept a request before its task is worked with', () => {
    const asked = trigger('requested');
    expect(deeds(asked, [], 0)).not.toContain('set');
    expect(deeds(asked, [action('accept')], 1)).toContain('set');
    expect(deeds(trigger('created'), [], 0)).not.toContain('accept');
  });

  it('still fit when something else sets the rule off', () => {
    const parts = refit(trigger('requested'), [condition('status'), condition('words')], [action('set')]);
    expect(parts.conditions.map((one) => one.fact)).toEqual(['words']);
    expect(parts.actions.map((one) => one.does)).toEqual(['accept', 'set']);
    expect(refit(trigger('created'), [], parts.actions).actions.map((one) => one.does)).toEqual(['set']);
  });

  it('take words as they are typed', () => {
    expect(cut(' no heat, cold,, frozen ')).toEqual(['no heat', 'cold', 'frozen']);
  });

  it('are bettered by what a dry run nearly found, and by what it found though it was not meant', () => {
    const row = (title: string, words: string[], verdict: RuleTrialRow['verdict']) =>
      ({ title, words, verdict }) as RuleTrialRow;
    const rows = [
      row('Shop is freezing', ['freezing'], 'missed'),
      row('Freezing again', ['freezing'], 'missed'),
      row('Cold water, low pressure', ['cold'], 'doubtful'),
      row('Frosty windows today', ['frost*'], 'doubtful'),
      row('It is cold', ['cold'], 'doubtful'),
      row('Cold flat', ['cold'], 'acts'),
    ];
    expect(better(rows)).toEqual({ add: ['freezing'], except: ['cold water', 'frosty windows'] });
  });
});
