// What the rows of a plan share: where the keyboard is, what is dragged, and giving a task a place.
import type { Id } from '../../../api/types';
import type { Cursor } from '../../../ui/cursor.svelte';
import type { Drag } from '../../tasks/list/drag.svelte';
import type { Where } from './moved';

export interface Desk {
  cursor: Cursor;
  drag: Drag;
  put: (id: Id, to: Where) => void;
  /** Asks for a day. */
  ask: (id: Id) => void;
}
