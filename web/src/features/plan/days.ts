// Working days of a plan, as the server counts them.
import type { Day, Plan } from '../../api/types';
import { addDays, daysBetween, weekday } from '../../words/dates';

export interface Span {
  start: Day;
  due: Day;
}

/** Most days that are looked through for the next working one. */
const far = 400;

export class WorkingDays {
  readonly #off: Set<number>;
  readonly #closed: Set<Day>;

  constructor(plan: Pick<Plan, 'off_weekdays' | 'closed_days'>) {
    this.#off = new Set(plan.off_weekdays);
    this.#closed = new Set(plan.closed_days);
  }

  works(day: Day): boolean {
    return !this.#off.has(weekday(day)) && !this.#closed.has(day);
  }

  isClosed(day: Day): boolean {
    return this.#closed.has(day);
  }

  /** The day itself where somebody works, else the next one in that direction. */
  nearest(day: Day, direction: 1 | -1 = 1): Day {
    for (let at = 0; at < far; at++) {
      const found = addDays(day, at * direction);
      if (this.works(found)) return found;
    }
    return day;
  }

  /** So many working days later, or earlier. */
  step(day: Day, count: number): Day {
    const direction = count < 0 ? -1 : 1;
    let at = this.nearest(day, direction);
    for (let left = Math.abs(count); left > 0; left--) at = this.nearest(addDays(at, direction), direction);
    return at;
  }

  /** Working days from one day to another, both counted; one at least. */
  length({ start, due }: Span): number {
    const days = daysBetween(start, due) + 1;
    // A span of many years is counted by its weeks: nobody sees the holidays in it.
    if (days > 4000) return Math.max(1, Math.round((days * (7 - this.#off.size)) / 7));
    let count = 0;
    for (let at = 0; at < days; at++) if (this.works(addDays(start, at))) count++;
    return Math.max(1, count);
  }

  /** The same length from another first day on. */
  from(start: Day, length: number): Span {
    const first = this.nearest(start);
    return { start: first, due: this.step(first, Math.max(0, length - 1)) };
  }
}

/** "Order boilers 3d", "Pipework 2w": what is typed at the end is how long it takes. */
export function typedLength(text: string, week = 5): { title: string; days: number } {
  const found = /^(.*\S)\s+(\d{1,3})\s?([dw])$/i.exec(text.trim());
  if (!found?.[1] || !Number(found[2])) return { title: text.trim(), days: 1 };
  return { title: found[1], days: Number(found[2]) * (found[3]?.toLowerCase() === 'w' ? week : 1) };
}
