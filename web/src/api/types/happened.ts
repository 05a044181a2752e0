// What happened in a space, and in all of the reader's.
import type { Sent } from './common';

export type HappenedKind = Sent<'HappenedKind'>;
export type Happened = Sent<'Happened'>;
export type HappenedCounts = Sent<'HappenedCounts'>;
export type HappenedSpace = Sent<'HappenedSpace'>;
export type HappenedPage = Sent<'HappenedPage'>;
export type HappenedHere = Sent<'HappenedHere'>;
