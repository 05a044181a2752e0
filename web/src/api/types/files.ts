// Files of items.
import type { Actor, Narrow, Sent } from './common';

export type Attachment = Narrow<
  Sent<'Attachment'>,
  {
    author: Actor;
    problem: Sent<'TextProblem'> | null;
    picture: Sent<'Picture'> | null;
  }
>;
export type Upload = Narrow<Sent<'Upload'>, { attachment: Attachment | null }>;
