// What an entry says, and where it leads.
import type { Entry } from '../../api/types';

const ofTopics = new Set<string>(['replied', 'commented', 'done', 'created']);

/** The key of its sentence. */
export function saying({ item_type, reason, space_id, key }: Entry): string {
  if (item_type === 'week' || item_type === 'absence') return `inbox.say.${item_type}_${reason}`;
  if (item_type !== 'topic' || !ofTopics.has(reason)) return `inbox.say.${reason}`;
  // A Direct topic is called by the people in it, who need not be named twice.
  if (reason === 'replied' && !space_id && !key) return 'inbox.say.direct_replied';
  return `inbox.say.topic_${reason}`;
}

/** What it is about, as its sentence names it: whose week or days off it is stands there already. */
export const inSentence = ({ item_type, title }: Entry, person: string | undefined): string =>
  (item_type === 'week' || item_type === 'absence') && person && title.startsWith(`${person}, `)
    ? title.slice(person.length + 2)
    : title;

/** Whether it asks for the reader's approval, and of what. */
export const toApprove = (entry: Entry | undefined) =>
  entry?.approval_id && ['to_approve', 'approval_due'].includes(entry.reason)
    ? { id: entry.approval_id, title: entry.title }
    : null;

/** A topic, document or request is a page of its own and opens at the message; a task opens beside the inbox. */
export function topicAddress(entry: Entry): string | null {
  if (entry.item_type === 'task') return null;
  if (entry.item_type === 'request') return `/s/${entry.space_id}/requests/${entry.item_id}`;
  if (entry.item_type === 'week') return `/people/time/${entry.person_id}/${entry.day}`;
  if (entry.item_type === 'absence') return '/people/away';
  if (entry.item_type === 'budget') return `/s/${entry.item_id}/plan/budget`;
  if (entry.item_type === 'event') return `/e/${entry.item_id}`;
  const at = entry.item_type === 'document' ? '/p' : '/d';
  return `${at}/${entry.item_id}${entry.comment_id ? `#c-${entry.comment_id}` : ''}`;
}
