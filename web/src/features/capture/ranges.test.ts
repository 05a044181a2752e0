import { describe, expect, it } from 'vitest';
import { follow, wordAt, type Range } from './ranges';

const after = (ranges: Range[], before: string, now: string) =>
  follow(
    ranges,
    (r) => r,
    (_, to) => to,
    before,
    now,
  );

describe('coloured words', () => {
  const text = 'Send invoice !high @Ana';
  const high: Range = [13, 18];
  const ana: Range = [19, 23];

  it('stay while more is typed behind them', () => {
    expect(after([high, ana], text, `${text} fri`)).toEqual([high, ana]);
  });
  it('move with text put in before them', () => {
    expect(after([high, ana], text, 'Send the invoice !high @Ana')).toEqual([
      [17, 22],
      [23, 27],
    ]);
  });
  it('are let go when the edit touches them', () => {
    expect(after([high, ana], text, 'Send invoice !hih @Ana')).toEqual([[18, 22]]);
    expect(after([high, ana], text, `${text}x`)).toEqual([high]);
  });
  it('follow a deletion', () => {
    expect(after([high, ana], text, 'Send !high @Ana')).toEqual([
      [5, 10],
      [11, 15],
    ]);
  });
});

describe('the word under the caret', () => {
  it('is offered names after @, # and +', () => {
    expect(wordAt('Call @Lu', 8)).toEqual({ sign: '@', typed: 'Lu', start: 5 });
    expect(wordAt('#', 1)).toEqual({ sign: '#', typed: '', start: 0 });
  });
  it('is nothing inside an address or behind a space', () => {
    expect(wordAt('tom@northfold', 13)).toBeNull();
    expect(wordAt('Call @Lu ', 9)).toBeNull();
  });
});
