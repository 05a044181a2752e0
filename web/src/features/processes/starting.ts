// What starts a process beside its own dates and a hand: rules, forms and mail.
import { api } from '../../api/client';
import type { Id, Process, ProcessStarts, RuleCondition, SpaceMail, SpaceRule } from '../../api/types';
import { mutate } from '../../app/mutate';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { action, condition, trigger } from '../rules/parts';

/** Longest name of a rule. */
const longest = 120;

/** Where a rule is read. */
export function rulePath(rule: Pick<SpaceRule, 'id' | 'space_id'>): string {
  const space = store.spaces.get(rule.space_id ?? '');
  return space ? `${store.spacePath(space)}/rules/${rule.id}` : `/admin/rules/${rule.id}`;
}

/** The rule by which a process starts once a run of another one is done. */
export function ruleAfter(process: Pick<Process, 'id' | 'name'>, other: Pick<Process, 'id' | 'name'>) {
  const run: RuleCondition = { ...condition('process'), values: [other.id] };
  return {
    name: t('processes.starts.rule_name', { name: process.name, other: other.name }).slice(0, longest),
    when: { ...trigger('changed'), fact: 'category', to: 'done' },
    conditions: [run],
    actions: [{ ...action('start'), process_id: process.id }],
  };
}

/** Makes that rule. It belongs to the space in which the other one runs. */
export function startAfter(process: Process, other: Process): Promise<boolean> {
  const names = { name: process.name, other: other.name };
  return mutate<SpaceRule>({
    send: () => api.post<SpaceRule>(`/spaces/${other.space_id}/rules`, ruleAfter(process, other)),
    done: t('processes.starts.made', names),
    failed: t('processes.starts.not_made', names),
  });
}

/** The processes after whose runs rules start one as it is. */
export function before(rules: SpaceRule[]): Id[] {
  const done = rules.filter(({ off, when }) => !off && when.fact === 'category' && when.to === 'done');
  const runs = done.flatMap((rule) => rule.conditions.filter((one) => one.fact === 'process'));
  return runs.flatMap((one) => (one.test === 'is' ? one.values : []));
}

export const processesBefore = (process: Id): Promise<Id[]> =>
  api.get<ProcessStarts>(`/processes/${process}/starts`).then(
    (starts) => before(starts.rules),
    () => [],
  );

const byMail = (rule: SpaceRule) =>
  !rule.off && rule.when.what === 'requested' && (rule.when.by === 'mail' || rule.when.by === 'any');

/** The addresses to which a mail starts a process: those of the spaces whose rules say so, where mail becomes a request. */
async function addresses(rules: SpaceRule[]): Promise<string[]> {
  const spaces = [...new Set(rules.filter(byMail).flatMap((rule) => rule.space_id ?? []))];
  const mails = await Promise.all(
    spaces.map((space) => api.get<SpaceMail>(`/spaces/${space}/mail`).catch(() => null)),
  );
  return mails.flatMap((mail) => (mail?.on && mail.requests && mail.address ? mail.address : []));
}

export type Starts = ProcessStarts & { addresses: string[] };

export async function startsOf(process: Id): Promise<Starts> {
  const starts = await api.get<ProcessStarts>(`/processes/${process}/starts`);
  return { ...starts, addresses: await addresses(starts.rules) };
}
