// Lists, boards, Home and quick capture.
import type { Asked, Narrow, Sent } from './common';
import type { TaskInput } from './tasks';

export type GroupBy = Sent<'GroupBy'>;
export type SortBy = Sent<'SortBy'>;
/** Query parameters of GET /spaces/{id}/view (and saved in a View). `section` takes ids or `none`. */
export type TaskQuery = { [K in keyof Asked<'TaskQuery'>]: NonNullable<Asked<'TaskQuery'>[K]> };
export type TaskGroup = Sent<'TaskGroup'>;
export type TaskView = Sent<'TaskView'>;
export type SavedView = Narrow<Sent<'ViewShape'>, { query: TaskQuery }>;
export type HomeCounts = Sent<'HomeCounts'>;
export type HomeDay = Sent<'HomeDay'>;
export type ItemReminder = Sent<'ItemReminder'>;
export type ReminderInput = Asked<'ReminderInput'>;
export type HomePlan = Sent<'HomePlan'>;
export type HomeStretch = Sent<'HomeStretch'>;
export type HomeWork = Sent<'HomeWork'>;
/** Groups are named `overdue`, `left_over`, `due_today`, `planned_today`, `someday`, a day and so on. */
export type HomeTab = Sent<'HomeTab'>;
/** `start` and `end` are UTF-16 offsets in the text. */
export type CaptureToken = Sent<'CaptureToken'>;
export type CaptureParse = Narrow<Sent<'CaptureParse'>, { task: TaskInput }>;
