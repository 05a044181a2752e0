// The inbox: what of an item one was told.
import type { Sent } from './common';

export type Entry = Sent<'EntryShape'>;
export type Shelf = Sent<'ShelfWord'>;
export type InboxCounts = Sent<'InboxCounts'>;
export type Level = Sent<'LevelWord'>;
