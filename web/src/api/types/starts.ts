// Starting sets: what a kind of company begins with.
import type { Asked, Sent } from './common';

export type StartingSet = Sent<'StartingSet'>;
export type Started = Sent<'Started'>;
export type StartRemoved = Sent<'StartRemoved'>;
export type StartInput = Asked<'StartInput'>;
