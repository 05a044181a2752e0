// Time that was worked.
import type { Sent } from './common';

export type TimeEntry = Sent<'TimeEntry'>;
export type TimeTask = Sent<'TimeTask'>;
export type TaskTime = Sent<'TaskTime'>;
export type Timer = Sent<'Timer'>;
export type TimerChange = Sent<'TimerChange'>;
export type Timesheet = Sent<'Timesheet'>;
export type HourlyRate = Sent<'HourlyRate'>;
export type TimeSum = Sent<'TimeSum'>;
export type TimesheetRow = Sent<'TimesheetRow'>;
