// Dragging rows and cards. Everything it does can be done by keys and menus too.
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import type { Attachment } from 'svelte/attachments';
import type { Id } from '../../../api/types';

export interface Over {
  group: string;
  /** The row under the pointer; null for the rest of the group. */
  id: Id | null;
  edge: 'before' | 'after';
}
type Data = { row?: Id; group?: string };

export class Drag {
  /** What is being dragged. */
  ids = $state.raw<Id[]>([]);
  over = $state.raw<Over | null>(null);
  readonly #may: () => boolean;
  readonly #with: (id: Id) => Id[];
  readonly #drop: (ids: Id[], over: Over) => void;

  constructor(may: () => boolean, together: (id: Id) => Id[], drop: (ids: Id[], over: Over) => void) {
    this.#may = may;
    this.#with = together;
    this.#drop = drop;
  }

  edgeOf(id: Id): Over['edge'] | null {
    return this.over?.id === id && !this.ids.includes(id) ? this.over.edge : null;
  }

  row(id: Id, group: string): Attachment<HTMLElement> {
    return (element) =>
      combine(
        draggable({
          element,
          canDrag: () => this.#may(),
          getInitialData: () => ({ row: id }),
          onDragStart: () => (this.ids = this.#with(id)),
        }),
        dropTargetForElements({ element, getData: () => ({ row: id, group }) }),
      );
  }

  group(id: string): Attachment<HTMLElement> {
    return (element) => dropTargetForElements({ element, getData: () => ({ group: id }) });
  }

  /** For as long as the list is on the page. */
  start(): () => void {
    return monitorForElements({
      canMonitor: ({ source }) => 'row' in source.data,
      onDrag: ({ location }) => this.#look(location.current),
      onDropTargetChange: ({ location }) => this.#look(location.current),
      onDrop: () => {
        const { ids, over } = this;
        this.ids = [];
        this.over = null;
        if (over && ids.length) this.#drop(ids, over);
      },
    });
  }

  #look(at: {
    input: { clientY: number };
    dropTargets: { element: Element; data: Record<string | symbol, unknown> }[];
  }) {
    const [inner] = at.dropTargets;
    const data = (inner?.data ?? {}) as Data;
    if (!inner || data.group === undefined) {
      this.over = null;
      return;
    }
    const box = inner.element.getBoundingClientRect();
    const edge = data.row && at.input.clientY < box.top + box.height / 2 ? 'before' : 'after';
    const id = data.row ?? null;
    const now = this.over;
    if (now?.id === id && now.group === data.group && now.edge === edge) return;
    this.over = { group: data.group, id, edge };
  }
}
