// An event that is dragged over the hours: by whole days and quarters of an hour. A press that goes nowhere stays a press.
import type { Occurrence } from '../../api/types';
import { keyOf } from './calendar.svelte';

const quarter = 15;
/** How far a press may shake, in pixels. */
const still = 4;

interface Scale {
  /** Width of a day. */
  width: number;
  /** Height of a minute. */
  minute: number;
}

export class Drag {
  key = $state('');
  x = $state(0);
  y = $state(0);

  constructor(readonly drop: (one: Occurrence, by: { days: number; minutes: number }) => void) {}

  begin(down: PointerEvent, one: Occurrence, { width, minute }: Scale): void {
    if (down.button !== 0 || down.pointerType === 'touch') return;
    let by = { days: 0, minutes: 0 };
    let moved = false;
    const move = (event: PointerEvent) => {
      const [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY];
      if (!moved && Math.hypot(x, y) < still) return;
      moved = true;
      this.key = keyOf(one);
      by = { days: Math.round(x / width), minutes: Math.round(y / minute / quarter) * quarter };
      this.x = by.days * width;
      this.y = by.minutes * minute;
    };
    const end = (event: Event) => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
      removeEventListener('keydown', escape, true);
      this.key = '';
      this.x = this.y = 0;
      if (!moved) return;
      // The press that ends a drag opens nothing.
      addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener('click', swallow, true));
      if (event.type === 'pointerup') this.drop(one, by);
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
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
