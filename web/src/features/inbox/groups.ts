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
