// What was done to tasks on this page, for the lists that show them.
import type { Id } from '../../api/types';

export type TaskEvent =
  | { kind: 'changed'; ids: Id[]; fields: string[] }
  /** Out of every list: trashed, or moved elsewhere. */
  | { kind: 'gone'; ids: Id[] }
  | { kind: 'back'; ids: Id[] };

const tellers = new Set<(event: TaskEvent) => void>();

export function onTasks(tell: (event: TaskEvent) => void): () => void {
  tellers.add(tell);
  return () => tellers.delete(tell);
}

export function tellTasks(event: TaskEvent): void {
  tellers.forEach((tell) => tell(event));
}
