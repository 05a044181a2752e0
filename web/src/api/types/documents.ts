// Documents: pages and files, the folders they lie in, and their versions.
import type { Narrow, Sent } from './common';
import type { Attachment } from './files';

/** `key` is "" in Personal; the title of a file is its name with its ending; `file` its newest version. */
export type Document = Narrow<Sent<'Document'>, { file: Attachment | null }>;
export type Folder = Sent<'Folder'>;
export type DocumentVersion = Sent<'Version'>;

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
