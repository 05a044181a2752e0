// What every object shares.
export type Id = string; // UUID
export type Day = string; // "2026-11-23"
export type Instant = string; // RFC 3339 UTC, "2026-11-23T09:12:00.000Z"
export interface When {
  date: Day;
  time?: string /* "17:00" */ | null;
  zone?: string /* IANA, default the actor's */ | null;
}
export interface Page<T> {
  items: T[];
  next: string | null;
}
export interface ErrorEnvelope {
  error: {
    code: string;
    message: string;
    fields?: Record<string, string>;
    current?: unknown;
    changed_by?: Actor;
    changed_at?: Instant;
  };
}
export interface Actor {
  kind: 'person' | 'contact' | 'rule' | 'process' | 'import' | 'system' | 'cli';
  id: Id | null;
  name: string;
}
