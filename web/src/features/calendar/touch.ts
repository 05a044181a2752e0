// A finger that rests on an event or a task takes it up, and carries it to another day. One that moves before scrolls as
// ever.
import type { Attachment } from 'svelte/attachments';
import type { Day, Occurrence } from '../../api/types';
import { daysBetween } from '../../words/dates';
import { keyOf, mayMove, nameOf, type Calendar } from './calendar.svelte';

/** How long it rests, in milliseconds: shorter than what a browser takes for the press that opens a menu. */
const rest = 400;
/** How far it may shake meanwhile, in pixels. */
const still = 8;
/** How long the device says that something was taken up, in milliseconds. */
const shake = 15;

interface Point {
  x: number;
  y: number;
}

/** Something that was taken up. */
export interface Carried {
  /** How far the finger is from where it took it, and where it is. */
  move: (by: Point, at: Point) => void;
  /** Let go; false: put back. */
  end: (dropped: boolean) => void;
}

interface Views {
  calendar: () => Calendar;
  /** The day it would be put on. */
  over: (day: Day | null) => void;
  /** An event that stands at its hour is carried over the hours too. */
  timed?: (one: Occurrence, node: HTMLElement) => Carried | null;
}

/** What stands in a view of days can be carried to another one. Days say theirs in `data-over`. */
export function carriedOverDays({ calendar, over, timed }: Views): Attachment<HTMLElement> {
  const take = (below: HTMLElement): Carried | null => {
    const node = below.closest<HTMLElement>('[data-event],[data-dated]');
    if (!node) return null;
    const shown = calendar();
    const event = shown.all.find((one) => keyOf(one) === node.dataset.event);
    if (event) {
      if (!event.can_edit) return null;
      const drop = (to: Day, from: Day) => void shown.move(event, daysBetween(from, to), 0);
      return timed?.(event, node) ?? toDay(node, over, drop);
    }
    const task = shown.dated.find((one) => nameOf(one) === node.dataset.dated);
    return task && mayMove(task) ? toDay(node, over, (to) => void shown.moveTask(task, to)) : null;
  };
  return (root) => resting(root, take);
}

const dayOf = (node: Element | null | undefined): Day | null =>
  node?.closest<HTMLElement>('[data-over]')?.dataset.over ?? null;

/** Carries a picture of it; what it is a picture of stays where it is until it is let go. */
function toDay(node: HTMLElement, over: Views['over'], drop: (to: Day, from: Day) => void): Carried {
  const from = dayOf(node);
  const { left, top, width, height } = node.getBoundingClientRect();
  const picture = node.cloneNode(true) as HTMLElement;
  picture.inert = true;
  picture.classList.add('carried');
  for (const name of ['id', 'data-event', 'data-dated']) picture.removeAttribute(name);
  const place = { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` };
  Object.assign(picture.style, place);
  document.body.append(picture);
  let to: Day | null = null;
  return {
    move: (by, at) => {
      picture.style.transform = `translate(${by.x}px, ${by.y}px)`;
      to = dayOf(document.elementFromPoint(at.x, at.y));
      over(to);
    },
    end: (dropped) => {
      picture.remove();
      over(null);
      if (dropped && to && from && to !== from) drop(to, from);
    },
  };
}

/** Listens from the first touch on: later it is too late to keep the page from scrolling. */
function resting(root: HTMLElement, take: (below: HTMLElement) => Carried | null): () => void {
  let carried: Carried | null = null;
  let waiting = 0;
  let from: Point = { x: 0, y: 0 };
  const where = ({ touches: [finger] }: TouchEvent): Point => ({
    x: finger?.clientX ?? 0,
    y: finger?.clientY ?? 0,
  });
  const stop = (dropped: boolean) => {
    clearTimeout(waiting);
    const held = carried;
    carried = null;
    held?.end(dropped);
  };
  const start = (event: TouchEvent) => {
    stop(false);
    if (event.touches.length !== 1) return;
    const below = event.target as HTMLElement;
    from = where(event);
    waiting = window.setTimeout(() => {
      carried = take(below);
      // Before the first press of all a browser refuses it, and says so.
      if (carried && 'vibrate' in navigator && navigator.userActivation.hasBeenActive)
        navigator.vibrate(shake);
    }, rest);
  };
  const move = (event: TouchEvent) => {
    const at = where(event);
    const by = { x: at.x - from.x, y: at.y - from.y };
    if (carried) {
      event.preventDefault();
      carried.move(by, at);
    } else if (Math.hypot(by.x, by.y) >= still) clearTimeout(waiting);
  };
  const end = (event: TouchEvent) => {
    // The press that ends it opens nothing.
    if (carried && event.cancelable) event.preventDefault();
    stop(event.type === 'touchend');
  };
  /** What a browser makes of a long press itself. */
  const own = (event: Event) => {
    if (!carried) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const all: [string, (event: never) => void][] = [
    ['touchstart', start],
    ['touchmove', move],
    ['touchend', end],
    ['touchcancel', end],
    ['contextmenu', own],
    ['dragstart', own],
  ];
  const options = { passive: false, capture: true };
  for (const [name, run] of all) root.addEventListener(name, run as EventListener, options);
  return () => {
    stop(false);
    for (const [name, run] of all) root.removeEventListener(name, run as EventListener, options);
  };
}
