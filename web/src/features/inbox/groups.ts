import type { Entry, Shelf } from '../../api/types';

export interface Group {
  /** A heading, or none. */
  id: 'assigned' | 'replies' | '';
  entries: Entry[];
}

/** What needs one stands under what it asks for; everything else is one list. */
export function groupsOf(shelf: Shelf, entries: Entry[]): Group[] {
  if (shelf !== 'needs') return entries.length ? [{ id: '', entries }] : [];
  const groups: Group[] = [
    { id: 'assigned', entries: entries.filter((entry) => entry.reason === 'assigned') },
    { id: 'replies', entries: entries.filter((entry) => entry.reason !== 'assigned') },
  ];
  return groups.filter((group) => group.entries.length);
}
