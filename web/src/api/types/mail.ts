// Mail: one's own wishes, the server of the organization, and what comes in.
import type { Sent } from './common';

export type MailWishes = Sent<'MailShape'>;
export type Rhythm = Sent<'RhythmWord'>;
export type MailServer = Sent<'MailServerShape'>;
export type IncomingMail = Sent<'IncomingMail'>;
export type KeptMail = Sent<'KeptMail'>;
export type SpaceMail = Sent<'SpaceMail'>;
export type Contact = Sent<'Contact'>;
export type MailedInvites = Sent<'MailedInvites'>;
export type MailedReset = Sent<'MailedReset'>;
