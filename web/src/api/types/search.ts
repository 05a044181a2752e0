// Search.
import type { Actor, Narrow, Sent } from './common';

/** `url` is an address of the page, with the anchor of a comment. */
export type SearchHit = Narrow<Sent<'SearchHit'>, { author: Actor }>;
export type Marked = Sent<'MarkedPart'>[];
export type SearchAnswer = Narrow<Sent<'SearchAnswer'>, { items: SearchHit[] }>;
export type Facet = Sent<'Facet'>;
