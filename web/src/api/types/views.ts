// Lists, boards, Home and quick capture.
import type { Asked, Narrow, Sent } from './common';
import type { TaskInput, TaskRow } from './tasks';

export type GroupBy = Sent<'GroupBy'>;
export type SortBy = Sent<'SortBy'>;
/** Query parameters of GET /spaces/{id}/view (and saved in a View). `section` takes ids or `none`. */
export type TaskQuery = Narrow<
  { [K in keyof Asked<'TaskQuery'>]: NonNullable<Asked<'TaskQuery'>[K]> },
  { section?: (number | 'none')[] }
>;
export type TaskGroup = Narrow<Sent<'TaskGroup'>, { rows: TaskRow[] }>;
export type TaskView = Narrow<Sent<'TaskView'>, { groups: TaskGroup[] }>;
export type SavedView = Narrow<Sent<'ViewShape'>, { query: TaskQuery }>;
export type HomeCounts = Sent<'HomeCounts'>;
/** Groups are named `overdue`, `due_today`, `planned_today`, `someday`, a day and so on. */
export type HomeTab = Narrow<Sent<'HomeTab'>, { groups: Narrow<Sent<'HomeGroup'>, { rows: TaskRow[] }>[] }>;
/** `start` and `end` are UTF-16 offsets in the text. */
export type CaptureToken = Narrow<
  Sent<'CaptureToken'>,
  { kind: 'priority' | 'person' | 'space' | 'section' | 'tag' | 'due' | 'start' | 'estimate' | 'unknown' }
>;
export type CaptureParse = Narrow<Sent<'CaptureParse'>, { task: TaskInput; tokens: CaptureToken[] }>;
