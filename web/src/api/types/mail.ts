// Mail: one's own wishes, and the server of the organization.
import type { Sent } from './common';

export type MailWishes = Sent<'MailShape'>;
export type Rhythm = Sent<'RhythmWord'>;
export type MailServer = Sent<'MailServerShape'>;
export type MailedInvites = Sent<'MailedInvites'>;
export type MailedReset = Sent<'MailedReset'>;
