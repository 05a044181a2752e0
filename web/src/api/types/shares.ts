// Share links: for those who make them, and what somebody outside sees by one.
import type { Sent } from './common';
import type { DocNode } from './documents';

export type Share = Sent<'Share'>;
export type ShareMode = Sent<'ShareMode'>;
export type Shared = Sent<'Shared'>;
export type SharedDocument = Sent<'SharedDocument'>;
export type SharedContent = Omit<Sent<'SharedContent'>, 'doc'> & { doc: DocNode };
export type SharedFolder = Sent<'SharedFolder'>;
export type SharedComment = Sent<'SharedComment'>;
export type SharedStretch = Sent<'SharedStretch'>;
