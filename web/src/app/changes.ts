// What happened to the data behind this page, told to whoever shows it: by the live stream, or by asking where there
// is none. The objects themselves are in the store by then.
import { listeners } from '../api/client';
import type { Actor, Id, TaskRow } from '../api/types';

export interface Change {
  item_id: Id | null;
  item_type:
    | 'task'
    | 'space'
    | 'person'
    | 'organization'
    | 'tag'
    | 'view'
    | 'search'
    | 'comment'
    | 'plan'
    | 'topic'
    | 'document'
    | 'event'
    | 'folder'
    | 'process'
    | 'request'
    | 'rule'
    | 'form'
    | 'budget'
    | 'reading'
    | 'inbox';
  space_id: Id | null;
  /** Who did it, where this page may know. */
  actor: Actor | null;
  /** Made by this very page, which has shown it already. */
  own: boolean;
  /** Out of sight now: trashed, moved elsewhere, or no longer for this person. */
  gone?: boolean;
  /** The row as this page had it and as it has it now, where the stream brought it. */
  before?: TaskRow;
  after?: TaskRow;
}

const tellers = new Set<(changes: Change[]) => void>();
const own: Id[] = [];

listeners.command = (id) => {
  own.push(id);
  if (own.length > 200) own.shift();
};

export function isOwn(command: Id): boolean {
  return own.includes(command);
}

/** Called with every batch of changes; returns the way to stop. */
export function onChanges(tell: (changes: Change[]) => void): () => void {
  tellers.add(tell);
  return () => tellers.delete(tell);
}

export function tellChanges(changes: Change[]): void {
  if (changes.length) tellers.forEach((tell) => tell(changes));
}

/** What differs between two rows of a task, by the names of the fields. */
export function fieldsThatDiffer(before: TaskRow, after: TaskRow): (keyof TaskRow)[] {
  return (Object.keys(after) as (keyof TaskRow)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
}
