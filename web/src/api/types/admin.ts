// Jobs, backups, audit, the server.
import type { Actor, Instant } from './common';

export interface Job {
  id: string;
  kind: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'dead';
  label: string;
  done: number;
  total: number;
  note: string;
  error: string | null;
  attempts: number;
  created_at: Instant;
  run_at: Instant;
  finished_at: Instant | null;
  result: unknown;
}
export interface Backup {
  name: string;
  kind: 'hour' | 'day' | 'week' | 'month' | 'hand' | 'before';
  label: string;
  made_at: Instant;
  bytes: number;
  millis: number;
  items: number;
  check: 'ok' | 'failed' | 'unchecked';
  reason: string | null;
}
export interface Backups {
  items: Backup[];
  last: Backup | null;
  next_at: Instant | null;
  same_disk: boolean;
  directory: string;
  free_bytes: number;
}
export interface RestorePreview {
  backup: Backup;
  rows: { what: string; now: number; then: number }[];
  last_change_now: Instant | null;
  last_change_then: Instant | null;
  kept_as: string;
}
export interface AuditEntry {
  seq: number;
  at: Instant;
  actor: Actor;
  action: string;
  about: string;
  address: string;
  via: string;
}
export interface ServerFacts {
  version: string;
  data_path: string;
  data_bytes: number;
  used_bytes: number;
  free_bytes: number;
  index_bytes: number;
  memory_bytes: number;
  started_at: Instant;
  settings: { name: string; value: string; source: 'flag' | 'environment' | 'file' | 'admin' | 'default' }[];
  outgoing_held: boolean;
}
