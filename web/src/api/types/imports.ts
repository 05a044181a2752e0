// Bringing work in from elsewhere.
import type { Id, Narrow, Sent } from './common';
import type { Job } from './admin';

/** An uploaded file with everything the mapping screen needs, and what was done with it. */
export type ImportFile = Narrow<
  Sent<'ImportFile'>,
  {
    people: { id: string; name: string; email: string | null; uses: number; person_id: Id | null }[];
    suggested: ImportPlan;
    job: Job | null;
  }
>;
// What is left out of a plan is as in the suggested one; a person is an id, `placeholder` or `name`.
export type ImportPlan = Narrow<
  Partial<Sent<'ImportPlan'>>,
  { space: { id?: Id | null; name?: string | null } }
>;
export type ImportReport = Sent<'ImportReport'>;
