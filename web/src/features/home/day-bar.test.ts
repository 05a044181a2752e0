import { describe, expect, it } from 'vitest';
import type { HomeDay, HomeStretch } from '../../api/types';
import { laidDone, layOut, share, since, ticks, type Block } from './day-bar';

const on = (from: string, to: string): HomeStretch => ({
  starts_at: `2026-11-23T${from}:00.000Z`,
  ends_at: `2026-11-23T${to}:00.000Z`,
});
const hours = on('08:00', '16:00');
/** Shares of eight hours, as hours. */
const inHours = (blocks: Block[]) => blocks.map(({ id, from, to }) => `${id} ${8 + from * 8}-${8 + to * 8}`);

describe('the day bar', () => {
  const work = [
    { task_id: 'a', minutes: 60 },
    { task_id: 'b', minutes: 120 },
  ];

  it('lays work around what takes time, and cuts what does not fit', () => {
    const free = [on('09:00', '11:00'), on('13:00', '13:30')];
    expect(inHours(layOut(work, { hours, free }))).toEqual(['a 9-10', 'b 10-11', 'b 13-13.5']);
    expect(layOut(work, { hours, free: [] })).toEqual([]);
    expect(layOut(work, { hours: null, free: [] })).toEqual([]);
  });

  it('cuts meetings to the hours and leaves out those before and after', () => {
    expect(share(hours, on('07:00', '10:00'))).toEqual({ from: 0, to: 0.25 });
    expect(share(hours, on('06:00', '08:00'))).toBeNull();
    expect(share(hours, on('19:00', '20:00'))).toBeNull();
  });

  it('shows what was done until when it was', () => {
    const done = (task_id: string, time: string, minutes: number) => ({
      task_id,
      minutes,
      at: on(time, time).ends_at,
      title: '',
      space_id: '',
    });
    const all = [done('late', '19:00', 30), done('b', '10:00', 120), done('a', '09:00', 60)];
    expect(inHours(laidDone({ hours, done: all }))).toEqual(['a 8-9', 'b 9-10']);
  });

  it('has less that is free the later it is', () => {
    const day = { hours, free: [on('09:00', '11:00'), on('13:00', '14:00')], free_minutes: 180 } as HomeDay;
    const at = (time: string) => since(day, new Date(on(time, time).ends_at));
    expect(['08:00', '10:30', '12:00', '15:00'].map((time) => at(time).free_minutes)).toEqual([
      180, 90, 60, 0,
    ]);
  });

  it('names five moments', () => {
    expect(ticks(hours).map((at) => at.slice(11, 16))).toEqual(['08:00', '10:00', '12:00', '14:00', '16:00']);
  });
});
