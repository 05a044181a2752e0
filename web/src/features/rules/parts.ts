// The parts of a rule: what can be chosen for each, and how a part begins.
import type {
  RuleAction,
  RuleCondition,
  RuleDeed,
  RuleEvent,
  RuleFact,
  RuleTrialRow,
  RuleTrigger,
  Space,
} from '../../api/types';

export const events: RuleEvent[] = ['created', 'changed', 'commented', 'requested', 'reached', 'overdue'];
const changing: RuleFact[] = [
  'status',
  'category',
  'assignee',
  'priority',
  'due',
  'start',
  'section',
  'tag',
  'field',
];
const comparing: RuleFact[] = [
  'words',
  'status',
  'category',
  'assignee',
  'priority',
  'section',
  'tag',
  'process',
  'field',
];
const setting: RuleFact[] = [
  'status',
  'category',
  'assignee',
  'priority',
  'due',
  'start',
  'section',
  'tag',
  'field',
];
const days: RuleFact[] = ['due', 'start', 'field'];
/** What each space has of its own: a rule of the organization, which has none, cannot name it. */
const ofSpace: RuleFact[] = ['status', 'section', 'field'];

/** Where the rules of a space are in the API, or those of the organization. */
export const rulesOf = (space: Space | null) => (space ? `/spaces/${space.id}/rules` : '/rules');

/** A fact as it stands in a list of choices: the fields of a space are one each. */
export const factKey = (fact: RuleFact | null | undefined, field?: number | null) =>
  fact === 'field' ? `field:${field ?? ''}` : (fact ?? '');
/** The inverse of factKey. */
export function readFact(key: string): { fact: RuleFact; field_id: number | null } {
  const [fact, field] = key.split(':');
  return { fact: fact as RuleFact, field_id: field ? Number(field) : null };
}

const places = { changed: changing, reached: days, condition: comparing, set: setting };

/** The facts that can stand at a place of a rule. */
export function facts(place: keyof typeof places, request: boolean, common: boolean): RuleFact[] {
  // Of a request only its words can be asked.
  if (place === 'condition' && request) return ['words'];
  return places[place].filter((fact) => !common || !ofSpace.includes(fact));
}

/** The processes conditions ask for. */
export const processesIn = (conditions: RuleCondition[]) =>
  conditions.flatMap((one) => (one.fact === 'process' ? one.values : []));

/** What can be done: only a request is accepted, and nothing else is done with it before. */
export function deeds(when: RuleTrigger, actions: RuleAction[], at: number): RuleDeed[] {
  const task: RuleDeed[] = ['set', 'tell', 'comment', 'move'];
  const always: RuleDeed[] = ['post', 'start', 'mail', 'call'];
  if (when.what !== 'requested') return [...task, ...always];
  const accepted = actions.slice(0, at).some((action) => action.does === 'accept');
  return accepted ? [...task, ...always] : ['accept', ...always];
}

/** A trigger of a kind, as it begins. */
export function trigger(what: RuleEvent, common = false): RuleTrigger {
  const plain: RuleTrigger = { what, fact: null, field_id: null, to: null, by: null, form_id: null, days: 0 };
  if (what === 'changed') return { ...plain, fact: common ? 'category' : 'status' };
  if (what === 'reached') return { ...plain, fact: 'due' };
  if (what === 'requested') return { ...plain, by: 'any' };
  if (what === 'overdue') return { ...plain, days: 1 };
  return plain;
}

/** A condition on a fact, as it begins. */
export function condition(fact: RuleFact, field: number | null = null): RuleCondition {
  return { fact, field_id: field, test: fact === 'words' ? 'contains' : 'is', values: [], except: [] };
}

/** Something done, as it begins. */
export function action(does: RuleDeed): RuleAction {
  const plain: RuleAction = {
    does,
    fact: null,
    field_id: null,
    value: '',
    space_id: null,
    process_id: null,
    topic_id: null,
    webhook_id: null,
    whom: null,
    person_id: null,
    text: '',
    to: [],
    subject: '',
  };
  if (does === 'set') return { ...plain, fact: 'priority', value: 'high' };
  if (does === 'tell') return { ...plain, whom: 'assignee' };
  return plain;
}

/** Words as they are typed, with commas between. */
export const joined = (words: string[]) => words.join(', ');
export const cut = (text: string) =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);

/** Words that would better a rule: those it nearly found, and longer ones for what it found but probably was not meant. */
export function better(rows: RuleTrialRow[]): { add: string[]; except: string[] } {
  const most = 3;
  const add = rows.filter((row) => row.verdict === 'missed').flatMap((row) => row.words);
  const except = rows
    .filter((row) => row.verdict === 'doubtful')
    .flatMap((row) => row.words.map((word) => longer(word, row.title)))
    .filter(Boolean);
  return { add: [...new Set(add)].slice(0, most), except: [...new Set(except)].slice(0, most) };
}

/** A word as it stands in a title with the one behind it; nothing where it is alone. */
function longer(word: string, title: string): string {
  const all = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const sought = word.toLowerCase().replace(/\*$/, '').split(/\s+/);
  const begins = all.findIndex((_, at) =>
    sought.every((part, i) => (word.endsWith('*') ? all[at + i]?.startsWith(part) : all[at + i] === part)),
  );
  const found = begins < 0 ? [] : all.slice(begins, begins + sought.length + 1);
  return found.length > sought.length ? found.join(' ') : '';
}

/** Another kind of trigger: what does not go with it goes, so that a rule can always be saved. */
export function refit(when: RuleTrigger, conditions: RuleCondition[], actions: RuleAction[]) {
  const request = when.what === 'requested';
  const kept = conditions.filter((one) => facts('condition', request, false).includes(one.fact));
  let done = request ? actions : actions.filter((one) => one.does !== 'accept');
  const needs = done.some((one) => !['accept', 'post', 'start', 'mail', 'call'].includes(one.does));
  if (request && needs && !done.some((one) => one.does === 'accept')) done = [action('accept'), ...done];
  return { conditions: kept, actions: done };
}
