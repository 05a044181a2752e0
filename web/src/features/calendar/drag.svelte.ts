// An event that is dragged over the hours: by whole days and quarters of an hour. A press that goes nowhere stays a press; a
// finger takes it up by resting on it.
import type { Occurrence } from '../../api/types';
import { keyOf } from './calendar.svelte';
import type { Carried } from './touch';

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
  #by = { days: 0, minutes: 0 };

  constructor(readonly drop: (one: Occurrence, by: { days: number; minutes: number }) => void) {}

  begin(down: PointerEvent, one: Occurrence, scale: Scale): void {
    if (down.button !== 0 || down.pointerType === 'touch') return;
    let moved = false;
    const move = (event: PointerEvent) => {
      const [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY];
      if (!moved && Math.hypot(x, y) < still) return;
      moved = true;
      this.#to(one, { x, y }, scale);
    };
    const end = (event: Event) => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
      removeEventListener('keydown', escape, true);
      if (!moved) return;
      // The press that ends a drag opens nothing, nor does one that is held on after Escape.
      if (event.type === 'keydown') addEventListener('pointerup', noClick, { once: true });
      else noClick();
      this.#end(one, event.type === 'pointerup');
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

  /** Taken up by a finger. */
  carry(one: Occurrence, scale: Scale): Carried {
    this.#to(one, { x: 0, y: 0 }, scale);
    return { move: (by) => this.#to(one, by, scale), end: (dropped) => this.#end(one, dropped) };
  }

  #to(one: Occurrence, { x, y }: { x: number; y: number }, { width, minute }: Scale): void {
    const by = { days: Math.round(x / width), minutes: Math.round(y / minute / quarter) * quarter };
    this.#by = by;
    this.key = keyOf(one);
    this.x = by.days * width;
    this.y = by.minutes * minute;
  }

  #end(one: Occurrence, dropped: boolean): void {
    const by = this.#by;
    this.#by = { days: 0, minutes: 0 };
    this.key = '';
    this.x = this.y = 0;
    if (dropped) this.drop(one, by);
  }
}

/** The click of the press that ends now goes nowhere. */
function noClick(): void {
  addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', swallow, true));
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
