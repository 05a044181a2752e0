// Lists, boards, Home and quick capture.
import type { Id } from './common';
import type { Category } from './spaces';
import type { Priority, TaskInput, TaskRow } from './tasks';

export type GroupBy = 'none' | 'status' | 'section' | 'assignee' | 'priority' | 'due' | 'tag';
export type SortBy = 'manual' | 'due' | 'updated' | 'created' | 'priority' | 'title' | 'assignee';
/** Query parameters of GET /spaces/{id}/view (and saved in a View). All optional, lists comma separated. */
export interface TaskQuery {
  group?: GroupBy;
  sort?: SortBy;
  desc?: boolean;
  status?: number[];
  category?: Category[];
  assignee?: (Id | 'me' | 'none')[];
  priority?: Priority[];
  tag?: number[];
  section?: (number | 'none')[];
  due?: 'overdue' | 'today' | 'week' | 'none' | 'any';
  text?: string;
  archived?: boolean;
  subtasks?: boolean;
  done?: 'week' | 'all' | 'none';
}
export interface TaskGroup {
  id: string /* status id, section id, person id, … */;
  name: string;
  count: number;
  rows: TaskRow[];
  next: string | null;
}
export interface TaskView {
  groups: TaskGroup[];
  total: number;
  seq: number;
}
export interface SavedView {
  id: Id;
  space_id: Id;
  name: string;
  layout: 'list' | 'board';
  shared: boolean;
  query: TaskQuery;
  owner_id: Id;
  version: string;
}
export interface HomeCounts {
  today: number;
  upcoming: number;
  waiting: number;
  delegated: number;
  followed: number;
  done: number;
}
export interface HomeTab {
  groups: {
    id: string /* overdue due_today planned_today someday / day / …*/;
    name: string;
    count: number;
    rows: TaskRow[];
  }[];
  planned_minutes: number;
  free_minutes: number;
  done_minutes: number;
}
export interface CaptureToken {
  start: number;
  end: number /* UTF-16 offsets in text */;
  kind: 'priority' | 'person' | 'space' | 'section' | 'tag' | 'due' | 'start' | 'estimate' | 'unknown';
  label: string;
  ok: boolean;
  hint: string | null;
}
export interface CaptureParse {
  title: string;
  tokens: CaptureToken[];
  task: TaskInput;
  space_id: Id;
  section_id: number | null;
  problems: string[];
  audience_note: string | null;
}
