import type { Entry, Shelf } from '../../api/types';

export interface Group {
  /** A heading, or none. */
  id: 'decide' | 'requests' | 'budgets' | 'reminded' | 'asked' | 'announced' | 'assigned' | 'replies' | '';
  entries: Entry[];
}

/** What an approval wants of one: an answer, a change, somebody else to ask; or a decision about a week or days off. */
const toDecide = new Set([
  'to_approve',
  'approval_due',
  'changes_asked',
  'approver_gone',
  'submitted',
  'returned',
]);

/** What a request wants of one: an answer, or that it is done. */
const ofRequests = new Set(['answer_near', 'answer_missed', 'done_near', 'done_missed']);

/** What needs one stands under what it asks for; everything else is one list. */
export function groupsOf(shelf: Shelf, entries: Entry[]): Group[] {
  if (shelf !== 'needs') return entries.length ? [{ id: '', entries }] : [];
  const own = ['decide', 'requests', 'budgets', 'reminded', 'asked', 'announced', 'assigned'] as const;
  const groupOf = ({ reason }: Entry) => {
    if (toDecide.has(reason)) return 'decide';
    if (ofRequests.has(reason)) return 'requests';
    if (reason === 'budget_nearly' || reason === 'budget_used_up') return 'budgets';
    return reason === 'ask_again' ? 'reminded' : reason;
  };
  const of = (id: string) => entries.filter((entry) => groupOf(entry) === id);
  const groups: Group[] = [
    ...own.map((id) => ({ id, entries: of(id) })),
    { id: 'replies', entries: entries.filter((entry) => !own.some((id) => id === groupOf(entry))) },
  ];
  return groups.filter((group) => group.entries.length);
}

/** The first rows of them; the last group may be cut. */
export function firstOf(groups: Group[], rows: number): Group[] {
  const first: Group[] = [];
  let left = rows;
  for (const group of groups) {
    if (left <= 0) break;
    first.push({ ...group, entries: group.entries.slice(0, left) });
    left -= group.entries.length;
  }
  return first;
}
