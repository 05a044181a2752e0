// Files of items.
import type { Actor, Narrow, Sent } from './common';

export type Attachment = Narrow<
  Sent<'Attachment'>,
  {
    author: Actor;
    text: 'none' | 'reading' | 'read' | 'unreadable';
    problem: 'protected' | 'broken' | 'too_large' | 'too_much' | null;
    picture: Sent<'Picture'> | null;
  }
>;
export type Upload = Narrow<Sent<'Upload'>, { attachment: Attachment | null }>;
