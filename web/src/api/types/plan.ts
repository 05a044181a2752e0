// The plan of a space.
import type { Sent } from './common';

export type Plan = Sent<'PlanShape'>;
export type PlanTask = Sent<'PlanTask'>;
export type PlanLink = Sent<'PlanLink'>;
export type PlanShift = Sent<'PlanShift'>;
export type PlanMove = Sent<'PlanMove'>;
export type WhatIf = Sent<'WhatIf'>;
export type Baseline = Sent<'Baseline'>;
export type BaselineCompared = Sent<'BaselineCompared'>;
export type StatusNote = Sent<'StatusNote'>;
export type TaskDependency = Sent<'TaskDependency'>;
export type TaskDependencies = Sent<'TaskDependencies'>;
