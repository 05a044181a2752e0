// Comments and the log of an item, for people.
import type { Actor, Instant, Narrow, Sent } from './common';

export type Reaction = Sent<'ReactionShape'>;
export type Comment = Narrow<Sent<'CommentShape'>, { author: Actor }>;
/** `field` names what changed; `before` and `after` are ready to show (ids with labels the reader may see). */
export type Activity = Narrow<
  Sent<'ActivityShape'>,
  {
    actor: Actor;
    before: unknown;
    after: unknown;
    action:
      | 'created'
      | 'changed'
      | 'commented'
      | 'moved'
      | 'trashed'
      | 'restored'
      | 'linked'
      | 'unlinked'
      | 'undone'
      | 'imported';
  }
>;
export type SpineEntry =
  { kind: 'comment'; at: Instant; comment: Comment } | { kind: 'activity'; at: Instant; activity: Activity };
