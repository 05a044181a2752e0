// Processes: work that comes again, its runs and its procedures.
import type { Asked, Sent } from './common';

/** `rule` is null where it is started by hand; `strip` has the last twelve runs, the oldest first. */
export type Process = Sent<'Process'>;
export type ProcessRule = Sent<'ProcessRule'>;
export type ProcessStep = Sent<'ProcessStep'>;
export type StepApproving = Sent<'StepApproving'>;
export type StepApprover = Sent<'StepApprover'>;
export type Assign = Sent<'Assign'>;
export type AssignWho = Sent<'AssignWord'>;
export type Evidence = Sent<'EvidenceWord'>;
export type Doer = Sent<'DoerWord'>;
export type ProcessInput = Asked<'ProcessInput', 'name'>;
/** JSON merge patch: a rule of null is started by hand. */
export type ProcessPatch = Asked<'ProcessPatch'>;
/** `id` is that of its task too; `number` 0 of one that was missed. */
export type Run = Sent<'Run'>;
/** With its process and the runs around it. */
export type WholeRun = Sent<'WholeRun'>;
export type RunOutcome = Sent<'RunOutcome'>;
export type RunStatistics = Sent<'RunStatistics'>;
export type StripRun = Sent<'StripRun'>;
/** Middle values of the last twelve runs that were done, the longest wait first. */
export type RunWaits = Sent<'RunWaits'>;
export type Procedure = Sent<'Procedure'>;
