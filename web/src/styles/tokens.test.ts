import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = css.split(":root[data-theme='dark']");

function tokens(part: string): Record<string, string> {
  return Object.fromEntries(
    [...part.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/gi)].map((m) => [
      m[1] ?? '',
      (m[2] ?? '').toLowerCase(),
    ]),
  );
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const text: [ink: string, ground: string][] = [
  ...['ink', 'ink2', 'ink3', 'red', 'amber', 'blue', 'accent'].map((ink): [string, string] => [
    ink,
    'surface',
  ]),
  ...['ink', 'ink2', 'ink3'].map((ink): [string, string] => [ink, 'canvas']),
  ['ink', 'hover'],
  ['ink2', 'active'],
  ['onaccent', 'accent'],
  ['accentink', 'accentsoft'],
  ['red', 'redsoft'],
  ['amber', 'ambersoft'],
  ['blue', 'bluesoft'],
  ['markink', 'mark'],
];

describe.each([
  ['light', tokens(light)],
  ['dark', { ...tokens(light), ...tokens(dark) }],
])('%s colours', (_, colour) => {
  const at = (name: string) => colour[name] ?? '#000000';

  it.each(text)('%s is readable on %s', (ink, ground) => {
    expect(contrast(at(ink), at(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['control', 'focus', 'amberfill', 'redfill'])('%s stands out from the surface', (name) => {
    expect(contrast(at(name), at('surface'))).toBeGreaterThanOrEqual(3);
  });

  it.each(Array.from({ length: 10 }, (_, n) => `hue-${n}`))(
    'white is readable on %s, and it on the surface',
    (hue) => {
      expect(contrast('#ffffff', at(hue))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(at(hue), at('surface'))).toBeGreaterThanOrEqual(3);
    },
  );
});
