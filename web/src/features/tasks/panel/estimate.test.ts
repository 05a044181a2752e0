import { describe, expect, it } from 'vitest';
import { typedMinutes } from './estimate';

describe('a typed duration', () => {
  it.each([
    ['1h15', 75],
    ['2 h 30', 150],
    ['75', 75],
    ['1.25', 75],
    ['1,5', 90],
    ['1:30', 90],
    ['90 min', 90],
    ['3 hours', 180],
    ['2d', 960],
  ])('%s is %i minutes', (text, minutes) => expect(typedMinutes(text)).toBe(minutes));

  it('is refused when it is none', () => {
    expect(['', 'soon', '1h99', '-5', '1:75'].map((text) => typedMinutes(text))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});
