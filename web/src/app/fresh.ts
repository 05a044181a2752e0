// A task made in one place (capture, an add row) is told to whoever shows lists.
import type { TaskRow } from '../api/types';

const tellers = new Set<(task: TaskRow) => void>();

export function onTaskMade(tell: (task: TaskRow) => void): () => void {
  tellers.add(tell);
  return () => tellers.delete(tell);
}

export function taskMade(task: TaskRow): void {
  tellers.forEach((tell) => tell(task));
}
