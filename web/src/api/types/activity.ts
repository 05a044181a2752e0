// Comments and the log of an item, for people.
import type { Actor, Id, Instant } from './common';

export interface Reaction {
  emoji: string;
  person_ids: Id[];
}
export interface Comment {
  id: Id;
  item_id: Id;
  seq: number;
  author: Actor;
  body: string;
  created_at: Instant;
  edited_at: Instant | null;
  deleted: boolean;
  reactions: Reaction[];
  reply_to: Id | null;
  version: string;
  can: { edit: boolean; delete: boolean };
}
/** One entry of the log of an item, for people. `field` names what changed; before/after are display-ready (ids with labels the reader may see). */
export interface Activity {
  seq: number;
  at: Instant;
  actor: Actor;
  via: string | null;
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
  field: string | null;
  before: unknown;
  after: unknown;
  command: string;
  undoable: boolean;
}
export type SpineEntry =
  { kind: 'comment'; at: Instant; comment: Comment } | { kind: 'activity'; at: Instant; activity: Activity };
