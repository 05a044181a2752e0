// Jobs, backups, audit, the server.
import type { Actor, Narrow, Sent } from './common';

export type Job = Narrow<
  Sent<'Job'>,
  { state: 'waiting' | 'running' | 'done' | 'failed' | 'dead'; result: unknown }
>;
export type Backup = Narrow<
  Sent<'Backup'>,
  { kind: 'hour' | 'day' | 'week' | 'month' | 'hand' | 'before'; check: 'ok' | 'failed' | 'unchecked' }
>;
export type Backups = Narrow<Sent<'Backups'>, { items: Backup[]; last: Backup | null }>;
export type RestorePreview = Narrow<Sent<'RestorePreview'>, { backup: Backup }>;
export type AuditEntry = Narrow<Sent<'AuditEntry'>, { actor: Actor }>;
export type ServerFacts = Narrow<
  Sent<'ServerFacts'>,
  {
    settings: {
      name: string;
      value: string;
      source: 'flag' | 'environment' | 'file' | 'admin' | 'default';
    }[];
  }
>;
