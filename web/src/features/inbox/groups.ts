import type { Entry, Shelf } from '../../api/types';

export interface Group {
  /** A heading, or none. */
  id: 'asked' | 'announced' | 'assigned' | 'replies' | '';
  entries: Entry[];
}

/** What needs one stands under what it asks for; everything else is one list. */
export function groupsOf(shelf: Shelf, entries: Entry[]): Group[] {
  if (shelf !== 'needs') return entries.length ? [{ id: '', entries }] : [];
  const own = ['asked', 'announced', 'assigned'] as const;
  const of = (reason: string) => entries.filter((entry) => entry.reason === reason);
  const groups: Group[] = [
    ...own.map((id) => ({ id, entries: of(id) })),
    { id: 'replies', entries: entries.filter((entry) => !own.some((id) => id === entry.reason)) },
  ];
  return groups.filter((group) => group.entries.length);
}

/** The first rows of them; the last group may be cut. */
export function firstOf(groups: Group[], rows: number): Group[] {
  const first: Group[] = [];
  let left = rows;
  for (const group of groups) {
    if (left <= 0) break;
    first.push({ ...group, entries: group.entries.slice(0, left) });
    left -= group.entries.length;
  }
  return first;
}
