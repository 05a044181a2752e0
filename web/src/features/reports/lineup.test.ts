import { expect, test } from 'vitest';
import type { LineupRow } from '../../api/types';
import './words';
import { boxOf, monthsOf, scaleOf, shareOf, slackWords, weeksOf, wordsAt, xOf } from './lineup';

const today = '2026-11-25';
const row = (fields: Partial<LineupRow>) =>
  ({ start: '2026-11-09', finish: '2027-01-18', slack_days: 3, stand: 'on_track', ...fields }) as LineupRow;

test('a line of weeks begins on the Monday of the first day, and what lies far away is cut off', () => {
  const scale = scaleOf({ from: '2026-11-11', to: '2027-02-12', today }, 'weeks');
  expect(scale.from).toBe('2026-11-09');
  expect(xOf(scale, '2026-11-23')).toBeCloseTo(118);
  expect(boxOf(scale, '2026-11-09', '2026-11-15').width).toBeCloseTo(59);
  expect(boxOf(scale, '2020-01-01', '2020-01-02')).toEqual({ x: 0, width: 4 });
  expect(scaleOf({ from: '1999-01-01', to: '2199-01-01', today }, 'months').days).toBeLessThan(5 * 366);
  expect(weeksOf(scale).filter(({ month }) => month)[1]).toEqual({ day: '2026-12-07', month: true });
});

test('words stand at the edge one has scrolled to, and go with what they are about', () => {
  const months = monthsOf(scaleOf({ from: '2026-11-11', to: '2027-02-12', today }, 'weeks'));
  expect(months.slice(0, 2).map(({ x, end }) => [x, Math.round(end)])).toEqual([
    [0, 236],
    [236, 472],
  ]);
  const narrow = monthsOf(scaleOf({ from: '2026-10-20', to: '2027-02-12', today }, 'months'));
  expect(narrow[0]?.day).toBe('2026-11-02');
  expect([0, 100, 230].map((left) => wordsAt(0, 236, left, 70))).toEqual([0, 100, 166]);
  expect(wordsAt(236, 280, 0, 70)).toBe(236);
});

test('how a space stands is said in words', () => {
  expect(slackWords(row({}), today)).toBe('3 days of slack');
  expect(slackWords(row({ slack_days: 0, stand: 'tight' }), today)).toBe('no slack');
  expect(slackWords(row({ slack_days: -1, stand: 'late' }), today)).toBe('1 day too late');
  expect(slackWords(row({ finish: '2026-11-01', slack_days: 4, stand: 'late' }), today)).toBe(
    'should have been finished',
  );
  const baseline = { name: 'Sold', finish: '2026-12-01', start: null, end: null, days_later: 25 };
  expect(slackWords(row({ baseline }), today, true)).toBe('25 days later than planned');
  expect(slackWords(row({ baseline }), today)).toBe('3 days of slack');
});

test('on a phone all of it is as wide as the page', () => {
  const report = { from: '2026-11-01', to: '2026-11-10' } as Parameters<typeof shareOf>[0];
  expect(shareOf(report, '2026-11-02', '2026-11-05')).toEqual({ left: 10, width: 40 });
});
