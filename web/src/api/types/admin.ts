// Jobs, backups, audit, the server.
import type { Narrow, Sent } from './common';

export type Job = Narrow<Sent<'Job'>, { result: unknown }>;
export type Backup = Sent<'Backup'>;
export type Backups = Sent<'Backups'>;
export type RestorePreview = Sent<'RestorePreview'>;
export type AuditEntry = Sent<'AuditEntry'>;
export type ServerFacts = Sent<'ServerFacts'>;
export type StorageUse = Sent<'StorageUse'>;

// Webhooks, and what they are told.
export type Webhook = Sent<'Webhook'>;
export type WebhookMade = Sent<'WebhookMade'>;
export type WebhookSecret = Sent<'WebhookSecret'>;
export type WebhookDelivery = Sent<'WebhookDelivery'>;
