// Search.
import type { Actor, Id, Instant, When } from './common';
import type { Category } from './spaces';

export interface SearchHit {
  id: Id;
  item_id: Id;
  kind: 'task' | 'step' | 'comment';
  title: Marked;
  snippet: Marked;
  key: string;
  space_id: Id;
  author: Actor;
  at: Instant;
  category: Category | null;
  due: When | null;
  assignee_id: Id | null;
  url: string; /* app path incl. #comment anchor */
}
export type Marked = { text: string; mark: boolean }[];
export interface SearchAnswer {
  items: SearchHit[];
  next: string | null;
  total: number;
  millis: number;
  facets: { kinds: Facet[]; spaces: Facet[]; people: Facet[]; states: Facet[]; when: Facet[] } | null;
  corrected: string | null;
  suggestions: string[];
  chips: { start: number; end: number; operator: string }[];
  rebuilding: boolean;
  truncated: boolean;
}
export interface Facet {
  id: string;
  name: string;
  count: number;
}
