// The frames of the live stream: what the server says, and what the page says to it.
import type { Comment } from './activity';
import type { Actor, Id, Instant, Sent } from './common';
import type { Document, Folder } from './documents';
import type { CalendarEvent } from './events';
import type { Attachment } from './files';
import type { InboxCounts } from './inbox';
import type { HomeCounts, Me, Organization, Person, Tag } from '../types';
import type { Process } from './processes';
import type { SavedSearch } from './search';
import type { Space } from './spaces';
import type { Task, TaskRow } from './tasks';
import type { Topic, TopicRow } from './topics';
import type { SavedView } from './views';

/** Objects as they are now; what did not change is left out. */
export interface LiveObjects {
  spaces?: Space[];
  people?: Person[];
  /** All of them. */
  tags?: Tag[];
  organization?: Organization;
  me?: Me;
  views?: SavedView[];
  searches?: SavedSearch[];
  tasks?: TaskRow[];
  /** The task this page looks at, whole. */
  opened?: Task[];
  comments?: Comment[];
  /** All files of the item this page looks at. */
  files?: { item_id: Id; items: Attachment[] }[];
  topics?: TopicRow[];
  /** The topic this page looks at, whole. */
  opened_topics?: Topic[];
  documents?: Document[];
  /** Those of which there is something new: asked for by who shows them. */
  events?: CalendarEvent[];
  folders?: Folder[];
  processes?: Process[];
  /** Those of which there is something new: asked for by who shows them. */
  requests?: Sent<'RequestNews'>[];
  rules?: Sent<'PlanNews'>[];
  forms?: Sent<'PlanNews'>[];
  budgets?: Sent<'PlanNews'>[];
  counts?: { space_id: Id; open_tasks: number }[];
  home?: HomeCounts;
  inbox?: InboxCounts;
}

export interface Cause {
  id: Id;
  actor: Actor;
  command: Id;
}

/** Somebody else at the same item, and the field they are writing in. */
export interface Present {
  id: Id;
  field: string | null;
}

/** `cursor` stands on the last frame of what belongs together: a new connection goes on there. */
export type LiveFrame = { cursor?: string } & (
  | { type: 'hello'; history: string; seq: number; version: string }
  | { type: 'state'; seq: number; objects: LiveObjects; by: Cause[] }
  | { type: 'gone'; seq: number; ids: Id[] }
  | { type: 'reload'; seq: number; scope: 'all' | 'tasks'; space_ids?: Id[] }
  | { type: 'presence'; item_id: Id; people: Present[] }
  | { type: 'page_saved'; item_id: Id; at: Instant; by: Id[] }
  | { type: 'ping'; seq: number }
);
