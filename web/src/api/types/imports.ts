// Bringing work in from elsewhere.
import type { Id, Instant } from './common';
import type { Category } from './spaces';

/** An uploaded file with everything the mapping screen needs, and what was done with it. */
export interface ImportFile {
  id: Id;
  kind: 'trello' | 'csv';
  name: string;
  bytes: number;
  created_at: Instant;
  run_at: Instant | null;
  taken_back: boolean;
  columns: { name: string; samples: string[]; guess: string | null }[] | null;
  lists: { id: string; name: string; tasks: number; guess: Category | null }[];
  people: { id: string; name: string; email: string | null; uses: number; person_id: Id | null }[];
  /** A plan as good as one can be made without asking. */
  suggested: ImportPlan;
  report: ImportReport | null;
}
export interface ImportPlan {
  space: { id?: Id | null; name?: string | null };
  lists_as?: 'sections' | 'statuses' | null;
  statuses?: Record<string, Category>;
  archived?: 'done' | 'skip' | 'archive';
  columns?: Record<
    string,
    string
  > /* column -> title body status section due start assignee priority tags estimate key id link ignore field:NAME */;
  people?: Record<string, Id | 'placeholder' | 'name'>;
  date_order?: 'dmy' | 'mdy' | 'ymd';
  zone?: string | null;
}
export interface ImportReport {
  dry_run: boolean;
  rows: {
    kind: string;
    found: number;
    brought: number;
    changed: number;
    already: number;
    skipped: { reason: string; count: number }[];
  }[];
  lost: { what: string; why: string; count: number }[];
  changed: { what: string; why: string; count: number }[];
  space_id: Id | null;
}
