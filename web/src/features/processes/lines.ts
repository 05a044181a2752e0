// Pasted lines become steps. The end of a line may say who does it, by when, and what has to be shown:
//   - [ ] Tyre tread, each wheel (number, mm, 3 to 8) @Ana +1 day
//   - [ ] Signed off (approval) @Olga
// What is not understood stays part of the text: nothing of a pasted line is lost.
import type { Evidence, Id, ProcessStep } from '../../api/types';
import { asApproval, byLead } from './approving';

export interface Known {
  id: Id;
  name: string;
}

const bullet = /^\s*(?:(?:[-*+•–]|\d+[.)])\s+)?(?:\[[ xX]?\]\s+)?/;
const kinds: Record<string, Evidence> = {
  photo: 'photo',
  number: 'number',
  file: 'file',
  signature: 'signature',
  'yes/no': 'yes_no',
  'yes or no': 'yes_no',
};
const amount = '-?\\d+(?:[.,]\\d+)?';
const range = new RegExp(`^(${amount})\\s*(?:to|–|\\.\\.)\\s*(${amount})$`, 'i');
const bound = new RegExp(`^(at least|at most)\\s+(${amount})$`, 'i');

export function emptyStep(text = ''): ProcessStep {
  return {
    text,
    doer: 'run',
    person_id: null,
    due_days: null,
    evidence: 'none',
    least: null,
    most: null,
    unit: '',
    approval: null,
  };
}

const number = (text = '') => Number(text.replace(',', '.'));

/** What stands in brackets: the kind of evidence, and of a number its unit and bounds; null when it is plain text. */
function evidence(inside: string): Partial<ProcessStep> | null {
  const [first = '', ...more] = inside.split(/[,;]\s+/).map((part) => part.trim());
  if (first.toLowerCase() === 'approval' && !more.length) return { approval: byLead };
  const kind = kinds[first.toLowerCase()];
  if (!kind) return null;
  const found: Partial<ProcessStep> = { evidence: kind };
  if (more.length && kind !== 'number') return null;
  for (const part of more) {
    const between = range.exec(part);
    const one = bound.exec(part);
    if (between) {
      found.least = number(between[1]);
      found.most = number(between[2]);
    } else if (one) found[one[1]?.toLowerCase() === 'at least' ? 'least' : 'most'] = number(one[2]);
    else if (found.unit === undefined) found.unit = part;
    else return null;
  }
  return found;
}

/** The roles as they are written; those of the rule have the same words. */
const roles: Record<string, 'lead' | 'starter' | 'last_doer'> = {
  lead: 'lead',
  starter: 'starter',
  last: 'last_doer',
};

/** `@lead`, `@starter`, `@last`, or a person by the whole name or, where only one has it, the first one. */
function doer(name: string, people: Known[]): Partial<ProcessStep> | null {
  const wanted = name.trim().toLowerCase();
  const role = Object.hasOwn(roles, wanted) ? roles[wanted] : undefined;
  if (role) return { doer: role, person_id: null };
  const whole = people.filter((one) => one.name.toLowerCase() === wanted);
  const first = people.filter((one) => one.name.toLowerCase().split(/\s+/)[0] === wanted);
  const found = whole.length ? whole : first;
  return found.length === 1 && found[0] ? { doer: 'person', person_id: found[0].id } : null;
}

function due(count: string, unit: string): Partial<ProcessStep> | null {
  const days = Number(count) * (unit.startsWith('w') ? 7 : 1);
  return days <= 366 ? { due_days: days } : null;
}

/** Who is named beside an approval is asked for it; by itself it is for the leads. */
function approvedBy(step: Partial<ProcessStep>): Partial<ProcessStep> {
  const { approval, doer, person_id: id, due_days } = step;
  if (!approval) return step;
  const one = doer && doer !== 'run' ? { who: doer, person_id: id ?? null } : undefined;
  const named = one ? [one] : approval.approvers;
  const made = asApproval({ ...approval, approvers: named });
  return due_days === undefined ? made : { ...made, due_days };
}

/** What the end of a line says, and the words that are left. */
export function understand(line: string, people: Known[] = []): Partial<ProcessStep> & { text: string } {
  let text = line.trim();
  let step: Partial<ProcessStep> = {};
  const said = new Set<string>();
  // From the end, as long as something is understood; each of the three once.
  for (;;) {
    const inside = /\s\(([^()]*)\)$/.exec(text);
    const who = /\s@([\p{L}\p{M}'’.\- ]+)$/u.exec(text);
    const when = /\s\+(\d{1,3})\s*(d|days?|w|weeks?)$/i.exec(text);
    const found = inside ?? who ?? when;
    if (!found) break;
    const what = inside ? 'evidence' : who ? 'doer' : 'due';
    const means = inside
      ? evidence(inside[1] ?? '')
      : who
        ? doer(who[1] ?? '', people)
        : due(when?.[1] ?? '', (when?.[2] ?? '').toLowerCase());
    if (!means || said.has(what) || !text.slice(0, found.index).trim()) break;
    said.add(what);
    step = { ...step, ...means };
    text = text.slice(0, found.index).trim();
  }
  return { ...approvedBy(step), text };
}

/** One line without its bullet. */
export const stepOf = (line: string, people: Known[] = []): ProcessStep => ({
  ...emptyStep(),
  ...understand(line.replace(bullet, ''), people),
});

/** A step for each line that says something. */
export function stepsOf(text: string, people: Known[] = []): ProcessStep[] {
  return text
    .split(/\r?\n/)
    .map((line) => stepOf(line, people))
    .filter((step) => step.text);
}
