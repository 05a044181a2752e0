// What an approval says in words.
import type { Approval, Approver } from '../../api/types';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { dueWords, moment } from '../../words/dates';
import { locale } from '../../words/locale.svelte';
import { isMine } from './approvals.svelte';
import './words';

const isMe = (id: string | null) => id !== null && id === store.me?.id;
const called = (person: Approver['person']) => (isMe(person.id) ? t('approvals.you') : person.name);
const and = (names: string[]) => new Intl.ListFormat(locale.language, { type: 'conjunction' }).format(names);
const or = (names: string[]) => new Intl.ListFormat(locale.language, { type: 'disjunction' }).format(names);

/** Where it stands, in a few words. */
export function headline(approval: Approval): string {
  const last = approval.answers.at(-1);
  if (approval.state === 'approved') return t('approvals.head.approved');
  if (approval.state === 'changes')
    return t(isMe(last?.person.id ?? null) ? 'approvals.head.you_changes' : 'approvals.head.changes', {
      who: last?.person.name ?? '',
    });
  if (isMine(approval)) return t('approvals.head.yours');
  const turns = approval.approvers.filter((one) => one.turn).map((one) => called(one.person));
  return t('approvals.head.waiting', { names: approval.needs === 'one' ? or(turns) : and(turns) });
}

const asker = ({ asked_by: by }: Approval) =>
  t(isMe(by.id) ? 'approvals.you_asked' : 'approvals.asked', { who: by.name });

/** What there is to know beside that: who asked what, who has answered, until when. */
export function details(approval: Approval, words = true): string {
  const last = approval.answers.at(-1);
  const approved = approval.approvers
    .filter((one) => one.verdict === 'approved')
    .map((one) => called(one.person));
  const time = moment(approval.ended_at ?? last?.at ?? approval.asked_at);
  if (approval.state === 'approved') return t('approvals.by', { names: and(approved), time });
  if (approval.state === 'changes') return last?.reason ?? '';
  const parts = [
    words ? approval.body || asker(approval) : '',
    approved.length ? t('approvals.so_far', { names: and(approved) }) : '',
    approval.due
      ? t('approvals.until', { day: dueWords(approval.due, { overdue: approval.overdue }).text })
      : '',
  ];
  return parts.filter(Boolean).join(' · ');
}

/** That what is there by now is not what was asked about. */
export function versionNote(approval: Approval): string {
  const number = String(approval.version_number ?? '');
  if (!approval.version_number) return '';
  if (!approval.newer) return t('approvals.version', { number });
  return t(approval.state === 'waiting' ? 'approvals.newer_waiting' : 'approvals.newer', { number });
}
