// Jobs, backups, audit, the server.
import type { Narrow, Sent } from './common';

export type Job = Narrow<Sent<'Job'>, { result: unknown }>;
export type Backup = Sent<'Backup'>;
export type Backups = Sent<'Backups'>;
export type RestorePreview = Sent<'RestorePreview'>;
export type AuditEntry = Sent<'AuditEntry'>;
export type ServerFacts = Sent<'ServerFacts'>;
