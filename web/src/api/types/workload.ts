// What people have to do on which day, and when they are not there.
import type { Sent } from './common';

export type Absence = Sent<'Absence'>;
export type AbsencesImported = Sent<'AbsencesImported'>;
export type Workload = Sent<'Workload'>;
export type WorkloadPerson = Sent<'WorkloadPerson'>;
export type WorkloadDay = Sent<'WorkloadDay'>;
export type WorkloadCell = Sent<'WorkloadCell'>;
export type WorkloadTask = Sent<'WorkloadTask'>;
export type WorkloadTasks = Sent<'WorkloadTasks'>;
export type TeamLists = Sent<'TeamLists'>;
export type WorkloadSuggestions = Sent<'WorkloadSuggestions'>;
