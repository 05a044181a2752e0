// Search.
import type { Asked, Narrow, Sent } from './common';

/** `url` is an address of the page, with the anchor of a comment. */
export type SearchHit = Sent<'SearchHit'>;
export type Marked = Sent<'MarkedPart'>[];
export type SearchAnswer = Sent<'SearchAnswer'>;
export type Facet = Sent<'Facet'>;
/** Parts that are not asked for are left out. */
export type SavedQuestion = Asked<'SavedQuestion'>;
export type SavedSearch = Narrow<Sent<'SavedSearch'>, { question: SavedQuestion }>;
export type SearchTasks = Sent<'SearchTasks'>;
