// A day along a bar: its hours, what takes them, and the work that is laid into what is free.
import type { HomeDay, HomeStretch, HomeWork, Id } from '../../api/types';

/** Part of a day, as shares of its hours. */
export interface Block {
  id: Id;
  from: number;
  to: number;
}

const ms = (text: string) => Date.parse(text);
const minute = 60_000;

/** Where a stretch stands in the hours, cut to them; null where it lies outside. */
export function share(hours: HomeStretch, stretch: HomeStretch): { from: number; to: number } | null {
  const [begin, end] = [ms(hours.starts_at), ms(hours.ends_at)];
  const from = Math.max(0, (ms(stretch.starts_at) - begin) / (end - begin));
  const to = Math.min(1, (ms(stretch.ends_at) - begin) / (end - begin));
  return from < to ? { from, to } : null;
}

/** One after the other into what is free, around what takes time; what does not fit any more is cut or left out. */
export function layOut(
  work: Pick<HomeWork, 'task_id' | 'minutes'>[],
  day: Pick<HomeDay, 'hours' | 'free'>,
): Block[] {
  const { hours, free } = day;
  if (!hours) return [];
  const room = free.map((one) => ({ from: ms(one.starts_at), to: ms(one.ends_at) }));
  const blocks: Block[] = [];
  for (const { task_id: id, minutes } of work) {
    let left = minutes * minute;
    while (left > 0 && room[0]) {
      const [first] = room;
      const until = Math.min(first.to, first.from + left);
      const stretch = {
        starts_at: new Date(first.from).toISOString(),
        ends_at: new Date(until).toISOString(),
      };
      const at = share(hours, stretch);
      if (at) blocks.push({ id, ...at });
      left -= until - first.from;
      first.from = until;
      if (first.from >= first.to) room.shift();
    }
  }
  return blocks;
}

/** What was done: a block that ends when it was, after those before it. */
export function laidDone(day: Pick<HomeDay, 'hours' | 'done'>): Block[] {
  const { hours } = day;
  if (!hours) return [];
  let before = 0;
  return day.done.toReversed().flatMap(({ task_id: id, minutes, at }) => {
    const starts_at = new Date(ms(at) - minutes * minute).toISOString();
    const found = share(hours, { starts_at, ends_at: at });
    if (!found || found.to <= before) return [];
    const block = { id, from: Math.max(before, found.from), to: found.to };
    before = block.to;
    return [block];
  });
}

export const sum = (work: Pick<HomeWork, 'minutes'>[]) => work.reduce((all, { minutes }) => all + minutes, 0);

/** Five moments along the hours. */
export function ticks({ starts_at, ends_at }: HomeStretch): string[] {
  const [begin, end] = [ms(starts_at), ms(ends_at)];
  return [0, 1, 2, 3, 4].map((step) => new Date(begin + ((end - begin) * step) / 4).toISOString());
}

/** The same day from a later moment on: what has passed is not free any more. */
export function since(day: HomeDay, now: Date): HomeDay {
  const from = now.toISOString();
  const free = day.free
    .map((one) => ({ ...one, starts_at: one.starts_at < from ? from : one.starts_at }))
    .filter((one) => one.starts_at < one.ends_at);
  const free_minutes = Math.floor(
    free.reduce((all, one) => all + ms(one.ends_at) - ms(one.starts_at), 0) / minute,
  );
  return { ...day, free, free_minutes };
}
