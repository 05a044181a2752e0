// Search.
import type { Sent } from './common';

/** `url` is an address of the page, with the anchor of a comment. */
export type SearchHit = Sent<'SearchHit'>;
export type Marked = Sent<'MarkedPart'>[];
export type SearchAnswer = Sent<'SearchAnswer'>;
export type Facet = Sent<'Facet'>;
