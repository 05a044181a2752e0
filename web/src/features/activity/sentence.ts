// One change of a task as a sentence: "set the due date to 27 Nov". Who did it stands before it.
import type { Activity, Priority, Space, Task } from '../../api/types';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { locale } from '../../words/locale.svelte';
import { duration, shortDay, timeLabel } from '../../words/dates';

/** What is said about holds these; a document has no links of its own at hand. */
export type Written = Pick<Task, 'space_id'> & { links?: number | Task['links'] };

const priorities: Priority[] = ['low', 'normal', 'high', 'urgent'];

/** "2026-11-23" or "2026-11-23T17:00[Europe/London]". */
function when(value: unknown): string {
  const [day = '', time] = String(value).split('T');
  return [shortDay(day, true), time ? timeLabel(time.slice(0, 5)) : ''].filter(Boolean).join(', ');
}

const person = (id: unknown) => store.people.get(String(id))?.name ?? t('common.someone');
const spaceName = (id: unknown) => store.spaces.get(String(id))?.name ?? '';
const isSet = (value: unknown) => value !== null && value !== undefined && value !== false;

function value(field: string, raw: unknown, space: Space | undefined): string {
  if (!isSet(raw)) return t('activity.nothing');
  if (field === 'status') return space?.statuses.find((s) => s.id === raw)?.name ?? '';
  if (field === 'section') return space?.sections.find((s) => s.id === raw)?.name ?? '';
  if (field === 'assignee') return person(raw);
  if (field === 'priority') return t(`common.priority.${priorities[Number(raw)] ?? 'normal'}`);
  if (field === 'due' || field === 'start') return when(raw);
  if (field === 'estimate') return duration(Number(raw));
  if (field === 'space') return spaceName(raw);
  if (field === 'folder') return store.folders.get(String(raw))?.name ?? t('activity.a_folder');
  if (field === 'waiting' && Array.isArray(raw)) return raw[0] ? person(raw[0]) : String(raw[1] ?? '');
  return String(raw);
}

/** What a step was ticked with: its last two parts are what it asks for and what was shown. */
function evidence(raw: unknown): string {
  if (!Array.isArray(raw) || !Array.isArray(raw[6])) return '';
  const [, , , unit] = raw[6] as unknown[];
  const shown: unknown = raw[7];
  if (typeof shown === 'number')
    return [new Intl.NumberFormat(locale.language, { maximumFractionDigits: 3 }).format(shown / 1000), unit]
      .filter(Boolean)
      .join(' ');
  if (typeof shown === 'boolean') return t(shown ? 'activity.do.shown_yes' : 'activity.do.shown_no');
  if (typeof shown === 'string') return t('activity.do.shown_signed', { name: shown });
  return Array.isArray(shown) ? String(shown[1] ?? '') : '';
}

function step(before: unknown, after: unknown): string {
  const text = (raw: unknown) => (Array.isArray(raw) ? String(raw[0] ?? '') : '');
  const done = (raw: unknown) => Array.isArray(raw) && isSet(raw[1]);
  const name = text(after) || text(before);
  if (!isSet(before)) return t('activity.do.step_new', { name });
  if (!isSet(after)) return t('activity.do.step_off', { name });
  const shown = done(after) && !done(before) ? evidence(after) : '';
  if (shown) return t('activity.do.step_shown', { name, shown });
  if (done(before) !== done(after))
    return t(done(after) ? 'activity.do.step_done' : 'activity.do.step_open', { name });
  return t('activity.do.step', { name });
}

function file(before: unknown, after: unknown): string {
  const words = { before: String(before ?? ''), after: String(after ?? '') };
  if (!isSet(before)) return t('activity.do.file', words);
  return t(isSet(after) ? 'activity.do.file_named' : 'activity.do.file_off', words);
}

const isOfApproval = (head: string) => /^approval(_answer|_person|_gone)?$/.test(head);

/** What was asked and answered about it. */
function approval({ before, after }: Activity, head: string): string {
  if (head === 'approval_answer') return t(`activity.do.approval_${String(after)}`);
  if (head === 'approval_person')
    return t('activity.do.approval_person', { before: person(before), after: person(after) });
  if (head === 'approval_gone')
    return t('activity.do.approval_gone', { name: person((after as unknown[])[0]) });
  return t(`activity.do.approval_${after === 'withdrawn' ? 'withdrawn' : 'asked'}`);
}

/** Fields of which there are several: a tag, a follower, another space, a link, a custom field. */
/** An invitation, or what somebody who is invited said. */
function guest({ actor, before, after }: Activity, id: string): string {
  const name = person(id);
  if (!isSet(after)) return t('activity.do.guest_off', { name });
  if (!isSet(before)) return t('activity.do.guest', { name });
  if (actor.id === id) return t(`activity.do.guest_${String(after)}`);
  return t('activity.do.changed');
}

function element(activity: Activity, head: string, rest: string, task: Written | undefined): string {
  const on = isSet(activity.after);
  if (head === 'step') return step(activity.before, activity.after);
  if (head === 'file') return file(activity.before, activity.after);
  if (head === 'follower') {
    const self = activity.actor.id === rest ? '_self' : '';
    return t(`activity.do.follower${self}${on ? '' : '_off'}`, { name: person(rest) });
  }
  if (head === 'guest') return guest(activity, rest);
  if (head === 'extra_date') return t(`activity.do.extra_date${on ? '' : '_off'}`, { day: shortDay(rest) });
  if (head === 'said')
    return t(`activity.do.said_${on ? String(activity.after) : 'none'}`, { day: shortDay(rest) });
  const space = task && store.spaces.get(task.space_id);
  if (head === 'field') {
    const field = space?.fields.find((f) => String(f.id) === rest);
    const after = field?.kind === 'person' ? person(activity.after) : String(activity.after);
    return t(on ? 'activity.do.field' : 'activity.do.field_off', { name: field?.name ?? '', after });
  }
  if (head.startsWith('approval')) return approval(activity, head);
  const names: Record<string, () => string> = {
    tag: () => store.tags.get(Number(rest))?.name ?? '',
    also_in: () => spaceName(rest),
    depends: () => store.tasks.get(rest)?.title ?? t('activity.a_task'),
    link: () =>
      (Array.isArray(task?.links) ? task.links : []).find((link) => link.item.id === rest)?.item.title ??
      store.tasks.get(rest)?.title ??
      '',
  };
  return t(`activity.do.${head}${on ? '' : '_off'}`, { name: names[head]?.() ?? '' });
}

const optional = [
  'folder',
  'pinned',
  'template',
  'everywhere',
  'section',
  'due',
  'start',
  'estimate',
  'waiting',
  'archived',
  'milestone',
  'parent',
  'assignee',
];

const elements = [
  'step',
  'file',
  'follower',
  'field',
  'tag',
  'also_in',
  'link',
  'depends',
  'guest',
  'said',
  'extra_date',
];

export function sentence(activity: Activity, task: Written | undefined): string {
  const { field, before, after } = activity;
  if (!field) return t(`activity.do.${activity.action}`);
  const [head = '', rest] = field.split(':');
  if (rest !== undefined) {
    const known = elements.includes(head) || isOfApproval(head);
    return known ? element(activity, head, rest, task) : t('activity.do.changed');
  }
  const space = task && store.spaces.get(task.space_id);
  const words = { before: value(field, before, space), after: value(field, after, space) };
  if (optional.includes(field) && !isSet(after)) return t(`activity.do.${field}_off`, words);
  if (field === 'assignee' && after === activity.actor.id) return t('activity.do.assignee_self');
  if (field === 'due' && isSet(before)) return t('activity.do.due_from', words);
  if (field === 'space' && !isSet(after)) return t('activity.do.space_hidden');
  const known = ['title', 'body', 'status', 'priority', 'space', 'version', ...optional];
  return known.includes(field) ? t(`activity.do.${field}`, words) : t('activity.do.changed');
}
