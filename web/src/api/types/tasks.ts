// Tasks: rows of lists, and the whole thing.
import type { Asked, Narrow, Sent } from './common';

export type Priority = Sent<'PriorityShape'>;
export type Step = Sent<'StepShape'>;
/** What a step asks for before it is done, what is sent to tick it, and what was. */
export type StepAsks = Sent<'StepAsks'>;
export type StepApproval = Sent<'StepApproval'>;
export type StepProofInput = Asked<'StepProofInput'>;
export type StepProof = Sent<'StepProof'>;
export type Waiting = Sent<'WaitingShape'>;
/**
 * A row of a list or board; the body and steps come with the whole Task only. `key` is "" in Personal, `order` a
 * fractional key, `plan` the reader's own: a day, `someday` or null.
 */
export type TaskRow = Sent<'TaskRow'>;
/** `fields` maps the id of a field to its value, whose kind the space knows. */
export type Task = Narrow<Sent<'TaskShape'>, { fields: Record<string, unknown> }>;
export type ItemLink = Sent<'LinkShape'>;
export type Mention = Sent<'MentionShape'>;
export type TaskInput = Narrow<
  Asked<'TaskInput', 'title'>,
  { fields?: Record<string, unknown>; steps?: Asked<'StepInput', 'text'>[] }
>;
/** JSON merge patch: null empties what may be empty. */
export type TaskPatch = Narrow<Asked<'TaskPatch'>, { fields?: Record<string, unknown> }>;
