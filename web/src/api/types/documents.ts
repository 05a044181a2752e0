// Documents: pages and files, the folders they lie in, and their versions.
import type { Actor, Id, Instant } from './common';
import type { Attachment } from './files';

export interface Document {
  id: Id;
  /** "" in Personal. */
  key: string;
  form: 'page' | 'file';
  /** Of a file: its name with its ending. */
  title: string;
  space_id: Id;
  folder_id: Id | null;
  author: Actor;
  follower_ids: Id[];
  following: boolean;
  pinned: boolean;
  /** A page that others begin from. */
  template: boolean;
  archived: boolean;
  trashed_at: Instant | null;
  comments: number;
  links: number;
  version_number: number;
  edited_at: Instant;
  edited_by: Actor;
  words: number;
  lock: { person_id: Id; until: Instant } | null;
  /** The newest version of a file. */
  file: Attachment | null;
  created_at: Instant;
  updated_at: Instant;
  version: string;
  can: { edit: boolean; comment: boolean; delete: boolean; lead: boolean };
}

export interface Folder {
  id: Id;
  space_id: Id;
  parent_id: Id | null;
  name: string;
  documents: number;
  folders: number;
  created_at: Instant;
  updated_at: Instant;
  trashed_at: Instant | null;
  version: string;
  can: { edit: boolean };
}

export interface DocumentVersion {
  number: number;
  name: string | null;
  note: string | null;
  author: Actor;
  created_at: Instant;
  bytes: number;
  file_id: Id | null;
  current: boolean;
}

/** A node of a page as ProseMirror writes it. */
export interface DocNode {
  type: string;
  attrs?: Record<string, unknown>;
  content?: DocNode[];
  text?: string;
  marks?: { type: string; attrs?: Record<string, unknown> }[];
}

export interface PageHeading {
  id: string;
  level: number;
  text: string;
}

export interface PageContent {
  version_number: number;
  saved_seq: number;
  doc: DocNode;
  headings: PageHeading[];
}

/** What differs between two versions of a page. */
export interface Difference {
  added: number;
  removed: number;
  blocks: { heading?: string | null; parts: { kind: 'same' | 'added' | 'removed'; text: string }[] }[];
}
