// Comments and the log of an item, for people.
import type { Actor, Instant, Narrow, Sent } from './common';
import type { Attachment } from './files';

export type Reaction = Sent<'ReactionShape'>;
export type Poll = Sent<'Poll'>;
export type Round = Sent<'Round'>;
/** `passage` is of a page: base64 of two places in its shared words, and the words as they were. */
export type Comment = Narrow<
  Sent<'CommentShape'>,
  {
    files: Attachment[];
    passage?: { start: string; end: string; quote: string } | null;
    resolved?: { by: Actor; at: Instant } | null;
  }
>;
/** `field` names what changed; `before` and `after` are ready to show (ids with labels the reader may see). */
export type Activity = Narrow<Sent<'ActivityShape'>, { before: unknown; after: unknown }>;
export type SpineEntry =
  { kind: 'comment'; at: Instant; comment: Comment } | { kind: 'activity'; at: Instant; activity: Activity };
