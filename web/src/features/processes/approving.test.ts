import { describe, expect, it } from 'vitest';
import type { StepApproving } from '../../api/types';
import { asApproval, byLead, howOf, withHow } from './approving';
import { emptyStep, understand } from './lines';
import './words';

describe('how a step is approved', () => {
  it('is one of three, and each comes back as what it was', () => {
    for (const how of ['at_once', 'in_order', 'one'] as const) expect(howOf(withHow(byLead, how))).toBe(how);
    // One of several is never asked in order.
    const inOrder: StepApproving = withHow(byLead, 'in_order');
    expect(withHow(inOrder, 'one')).toMatchObject({ order: 'at_once', needs: 'one' });
  });

  it('leaves no doer and nothing to be shown', () => {
    const step = { ...emptyStep('Tyres'), evidence: 'number' as const, unit: 'mm', doer: 'lead' as const };
    expect({ ...step, ...asApproval(byLead) }).toEqual({ ...emptyStep('Tyres'), approval: byLead });
  });
});

describe('the end of a line', () => {
  const people = [{ id: 'a', name: 'Ana Duarte' }];
  it('says that a step is approved, by the leads or by whoever is named', () => {
    expect(understand('Signed off (approval)', people)).toEqual({
      text: 'Signed off',
      ...asApproval(byLead),
    });
    const ana = { ...byLead, approvers: [{ who: 'person', person_id: 'a' }] };
    const wanted = { text: 'Signed off', ...asApproval(ana as StepApproving), due_days: 2 };
    expect(understand('Signed off (approval) @ana +2 days', people)).toEqual(wanted);
  });
});
