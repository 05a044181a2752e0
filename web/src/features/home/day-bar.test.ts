import { describe, expect, it } from 'vitest';
import { clock, layOut, minutesOf } from './day-bar';

const day = { from: minutesOf('08:00'), to: minutesOf('17:00') };
const inWords = (blocks: ReturnType<typeof layOut>) =>
  blocks.map((b) => `${b.id} ${clock(b.start)}-${clock(b.end)}`);

describe('the day bar', () => {
  const work = [
    { id: 'a', minutes: 45 },
    { id: 'b', minutes: 75 },
  ];

  it('starts with the working day, later from now', () => {
    expect(inWords(layOut(work, { ...day, now: minutesOf('06:30') }))).toEqual([
      'a 08:00-08:45',
      'b 08:45-10:00',
    ]);
    expect(inWords(layOut(work, { ...day, now: minutesOf('10:15') }))).toEqual([
      'a 10:15-11:00',
      'b 11:00-12:15',
    ]);
  });

  it('ends with the working day', () => {
    expect(inWords(layOut(work, { ...day, now: minutesOf('16:00') }))).toEqual([
      'a 16:00-16:45',
      'b 16:45-17:00',
    ]);
    expect(layOut(work, { ...day, now: minutesOf('19:00') })).toEqual([]);
  });
});
