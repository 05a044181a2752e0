// What every object shares, and how the published description becomes the page's types.
import type { components } from '../schema';

type Shapes = components['schemas'];

/**
 * An answer as it is sent: the description marks what may be null as optional too, but every field is always there.
 * A date and time is also written by the page, so its parts stay optional.
 */
type Whole<T> = T extends Shapes['WhenShape']
  ? Shapes['WhenShape']
  : T extends object
    ? { [K in keyof T]-?: Whole<T[K]> }
    : T;
export type Sent<N extends keyof Shapes> = Whole<Shapes[N]>;
/** What is asked for: whatever is left out is left alone or takes its usual value. */
export type Asked<N extends keyof Shapes, Needed extends keyof Shapes[N] = never> = Partial<Shapes[N]> &
  Pick<Shapes[N], Needed>;
/** Says more than the description can: which words a string is one of, what an open value holds. */
export type Narrow<T, More> = Omit<T, keyof More> & More;

/** UUID. */
export type Id = string;
/** "2026-11-23". */
export type Day = string;
/** RFC 3339 in UTC, "2026-11-23T09:12:00.000Z". */
export type Instant = string;
export type When = Sent<'WhenShape'>;
// Generic by nature: the description names one page a kind of item.
export interface Page<T> {
  items: T[];
  next: string | null;
}
// Errors are answered outside the routes, so the description does not list their envelope.
export interface ErrorEnvelope {
  error: {
    code: string;
    message: string;
    fields?: Record<string, string>;
    current?: unknown;
    changed_by?: Id;
    changed_at?: Instant;
  };
}
export type Actor = Sent<'ActorShape'>;
