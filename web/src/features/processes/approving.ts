// Approval steps in words, and what becomes of a step that is to be approved.
import type { ProcessStep, StepApprover, StepApproving } from '../../api/types';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { locale } from '../../words/locale.svelte';

export const roles = ['lead', 'starter', 'last_doer'] as const;
export const hows = ['at_once', 'in_order', 'one'] as const;
export type How = (typeof hows)[number];

export const byLead: StepApproving = {
  approvers: [{ who: 'lead', person_id: null }],
  order: 'at_once',
  needs: 'one',
};

export const approverWords = ({ who, person_id: id }: StepApprover): string =>
  who === 'person'
    ? (store.people.get(id ?? '')?.name ?? t('common.someone'))
    : t(`processes.approver.${who}`);

export const howOf = (by: StepApproving): How =>
  by.needs === 'one' ? 'one' : by.order === 'in_order' ? 'in_order' : 'at_once';

export const withHow = (by: StepApproving, how: How): StepApproving => ({
  ...by,
  order: how === 'in_order' ? 'in_order' : 'at_once',
  needs: how === 'one' ? 'one' : 'all',
});

/** The same inside a sentence. */
const approverInWords = (one: StepApprover): string =>
  one.who === 'person' ? approverWords(one) : t(`processes.approver_in.${one.who}`);

/** "Approved by Ana and the leads", "Approved by Ana, then Ben", "Approved by Ana or Ben". */
export function approvingWords(by: StepApproving): string {
  const names = by.approvers.map(approverInWords);
  const how = howOf(by);
  const type = how === 'one' ? 'disjunction' : 'conjunction';
  const people =
    how === 'in_order'
      ? names.join(t('processes.approval_then'))
      : new Intl.ListFormat(locale.language, { type }).format(names);
  return t('processes.approved_by', { people });
}

/** A step that is approved has approvers: nobody else does it, and nothing is shown for it. */
export const asApproval = (by: StepApproving): Partial<ProcessStep> => ({
  approval: by,
  evidence: 'none',
  doer: 'run',
  person_id: null,
  least: null,
  most: null,
  unit: '',
});
