// Tasks: rows of lists, and the whole thing.
import type { Actor, Day, Id, Instant, When } from './common';
import type { Category } from './spaces';

export type Priority = 'low' | 'normal' | 'high' | 'urgent';
export interface Step {
  id: Id;
  text: string;
  done: boolean;
  done_at: Instant | null;
  done_by: Id | null;
  assignee_id: Id | null;
  due: When | null;
}
export interface Waiting {
  person_id: Id | null;
  text: string;
  remind_on: Day | null;
}
/** A row of a list or board. The body and steps come with the whole Task only. */
export interface TaskRow {
  id: Id;
  type: 'task';
  key: string /* "SVC-214", "" in Personal */;
  space_id: Id;
  also_in: Id[];
  section_id: number | null;
  status_id: number;
  category: Category;
  title: string;
  assignee_id: Id | null;
  priority: Priority;
  due: When | null;
  start: When | null;
  overdue: boolean;
  estimate_minutes: number | null;
  tag_ids: number[];
  parent_id: Id | null;
  steps_done: number;
  steps_total: number;
  subtasks_done: number;
  subtasks_total: number;
  comment_count: number;
  link_count: number;
  waiting: Waiting | null;
  order: string /* fractional key */;
  author: Actor;
  created_at: Instant;
  updated_at: Instant;
  completed_at: Instant | null;
  archived: boolean;
  trashed_at: Instant | null;
  plan: Day | 'someday' | null /* the reader's own, private */;
  version: string;
}
export interface Task extends TaskRow {
  body: string;
  steps: Step[];
  follower_ids: Id[];
  fields: Record<string, unknown> /* field id -> value */;
  links: ItemLink[];
  subtasks: TaskRow[];
  can: { edit: boolean; comment: boolean; trash: boolean; move: boolean };
}
export interface ItemLink {
  item: { id: Id; type: string; key: string; title: string; space_id: Id; category: Category | null };
  relation: 'relates' | 'blocks' | 'blocked_by' | 'duplicates' | 'duplicated_by';
}
export interface TaskInput {
  id?: Id;
  title: string;
  body?: string;
  status_id?: number;
  section_id?: number | null;
  assignee_id?: Id | null;
  priority?: Priority;
  due?: When | null;
  start?: When | null;
  estimate_minutes?: number | null;
  tag_ids?: number[];
  parent_id?: Id | null;
  steps?: { text: string; assignee_id?: Id | null; due?: When | null }[];
  follower_ids?: Id[];
  fields?: Record<string, unknown>;
  before?: Id;
  after?: Id;
  plan?: Day | 'someday' | null;
}
/** PATCH body: any of title body status_id section_id assignee_id priority due start estimate_minutes fields waiting archived (JSON merge patch). */
export type TaskPatch = Partial<
  Pick<
    Task,
    | 'title'
    | 'body'
    | 'status_id'
    | 'section_id'
    | 'assignee_id'
    | 'priority'
    | 'due'
    | 'start'
    | 'estimate_minutes'
    | 'fields'
    | 'waiting'
    | 'archived'
  >
>;
