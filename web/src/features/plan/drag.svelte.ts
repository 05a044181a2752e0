// A bar that is dragged by whole days: itself, its ends, or a line from its end to another row. What would move with it
// is asked for while it goes. Escape lets go.
import { api } from '../../api/client';
import type { Id, PlanMove, PlanShift, PlanTask } from '../../api/types';
import { addDays } from '../../words/dates';
import type { Span } from './days';
import type { Look } from './look.svelte';

/** How far a press may shake, in pixels. */
const still = 4;
export type Grip = 'bar' | 'start' | 'end' | 'link';

interface Drops {
  move: (task: PlanTask, span: Span) => void;
  link: (task: PlanTask, row: number) => void;
  press: (task: PlanTask) => void;
}

export class Drag {
  task = $state.raw<PlanTask | null>(null);
  grip = $state<Grip>('bar');
  span = $state.raw<Span | null>(null);
  /** Where the line that is being drawn ends. */
  point = $state.raw<{ x: number; y: number } | null>(null);
  pushed = $state.raw<PlanMove[]>([]);
  #asking = false;
  #asked = '';

  constructor(
    readonly look: Look,
    readonly drops: Drops,
  ) {}

  begin(
    down: PointerEvent,
    task: PlanTask,
    grip: Grip,
    width: number,
    place: (event: PointerEvent) => { x: number; y: number; row: number },
  ): void {
    if (down.button !== 0 || !task.can_edit) return;
    let moved = false;
    let row = -1;
    const move = (event: PointerEvent) => {
      const x = event.clientX - down.clientX;
      if (!moved && Math.hypot(x, event.clientY - down.clientY) < still) return;
      moved = true;
      this.task = task;
      this.grip = grip;
      if (grip === 'link') {
        const at = place(event);
        this.point = at;
        row = at.row;
      } else this.#to(task, grip, Math.round(x / width));
    };
    const end = (event: Event) => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
      removeEventListener('keydown', escape, true);
      const span = this.span;
      this.task = this.span = this.point = null;
      this.pushed = [];
      this.#asked = '';
      if (event.type !== 'pointerup') return;
      if (!moved) this.drops.press(task);
      else if (grip === 'link') this.drops.link(task, row);
      else if (span && (span.start !== task.start || span.due !== task.due)) this.drops.move(task, span);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !moved) return;
      event.stopPropagation();
      end(event);
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
    addEventListener('keydown', escape, true);
  }

  #to(task: PlanTask, grip: Grip, days: number): void {
    const { days: working } = this.look;
    const [start, due] = [addDays(task.start, days), addDays(task.due, days)];
    if (grip === 'start') this.span = { start: start > task.due ? task.due : start, due: task.due };
    else if (grip === 'end') this.span = { start: task.start, due: due < task.start ? task.start : due };
    else this.span = days ? working.from(start, working.length(task)) : { start: task.start, due: task.due };
    void this.#preview(task.id);
  }

  /** One question at a time; the last place is asked for when the answer is there. */
  async #preview(id: Id): Promise<void> {
    const span = this.span;
    const wanted = `${span?.start} ${span?.due}`;
    if (!span || this.#asking || this.#asked === wanted) return;
    this.#asking = true;
    this.#asked = wanted;
    const found = await api.post<PlanShift>(`/tasks/${id}/shifts/preview`, span).catch(() => null);
    this.#asking = false;
    if (!this.span) return;
    this.pushed = found?.data.moves.filter((move) => move.task_id !== id) ?? [];
    void this.#preview(id);
  }
}
