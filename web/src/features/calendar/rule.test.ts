import { beforeAll, describe, expect, it, vi } from 'vitest';

vi.stubGlobal('document', { addEventListener: () => {} });
const { locale } = await import('../../words/locale.svelte');
const { endless, endOf, inWords, onDay, onWeekdays, part, usual, weekdaysOf, withEnd, withPart } =
  await import('./rule');
await import('./words');

// A Tuesday, the fourth of its month, and a Saturday, the fifth.
const tuesday = '2026-11-24';
const saturday = '2031-11-29';

describe('the rule of an event', () => {
  beforeAll(() => locale.use('en-GB', 'UTC', 1));

  it('is offered as most events have it, in words', () => {
    expect(usual(tuesday).map(({ value, label }) => `${value}: ${label}`)).toEqual([
      'FREQ=DAILY: Every day',
      'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR: Every day from Monday to Friday',
      'FREQ=WEEKLY;BYDAY=TU: Every week on Tuesday',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU: Every 2 weeks on Tuesday',
      'FREQ=MONTHLY;BYMONTHDAY=24: Every month on day 24',
      'FREQ=MONTHLY;BYDAY=4TU: Every month on the fourth Tuesday',
      'FREQ=YEARLY: Every year',
    ]);
    const last = usual(saturday).map(({ value }) => value);
    expect(last).toHaveLength(6);
    expect(last).toContain('FREQ=MONTHLY;BYDAY=-1SA');
  });

  it('says its end, and one it has no words for as it stands', () => {
    expect(inWords('FREQ=WEEKLY;INTERVAL=3;COUNT=5;BYDAY=TU,TH')).toBe(
      'Every 3 weeks on Tuesday, Thursday 5 times',
    );
    expect(inWords('FREQ=DAILY;UNTIL=20311218T080000Z;WKST=SU')).toBe('Every day until 18 Dec 2031');
    expect(inWords('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR')).toMatch(/^Every 2 weeks on Monday,/);
    for (const rule of ['BYDAY=MO;BYSETPOS=1', 'BYDAY=-2MO', 'BYDAY=1MO,3MO', 'BYDAY=12MO'])
      expect(inWords(`FREQ=MONTHLY;${rule}`)).toBe(`FREQ=MONTHLY;${rule}`);
  });

  it('is taken apart and put together the same', () => {
    const rule = 'FREQ=WEEKLY;INTERVAL=3;COUNT=5;BYDAY=TU,TH';
    expect([part(rule, 'INTERVAL'), endOf(rule), weekdaysOf(rule)]).toEqual(['3', { count: 5 }, [2, 4]]);
    expect(withEnd(endless(rule), endOf(rule))).toBe(rule);
    expect(onWeekdays(rule, weekdaysOf(rule))).toBe(rule);
    expect(withPart(withPart(rule, 'INTERVAL', null), 'INTERVAL', '3')).toBe(rule);
    const ended = withEnd(rule, { until: '2031-12-18' });
    expect(ended).toBe('FREQ=WEEKLY;INTERVAL=3;UNTIL=20311218;BYDAY=TU,TH');
    expect([endOf(ended), endOf(endless(ended))]).toEqual([{ until: '2031-12-18' }, {}]);
    expect(onWeekdays(ended, [])).toBe('FREQ=WEEKLY;INTERVAL=3;UNTIL=20311218');
    expect(weekdaysOf('FREQ=WEEKLY')).toEqual([]);
  });

  it('goes along to another day, with its end', () => {
    const to = (rule: string, day: string) => onDay(rule, tuesday, day);
    expect(to('FREQ=MONTHLY;COUNT=3;BYDAY=4TU', '2026-12-04')).toBe('FREQ=MONTHLY;COUNT=3;BYDAY=1FR');
    expect(to('FREQ=WEEKLY;UNTIL=20311218T080000Z;BYDAY=TU', saturday)).toBe(
      'FREQ=WEEKLY;UNTIL=20311218T080000Z;BYDAY=SA',
    );
    expect(to('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', saturday)).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=SA');
    expect(to('FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TU', '2026-11-27')).toBe('FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,FR');
    expect(to('FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TU', '2026-11-23')).toBe('FREQ=WEEKLY;INTERVAL=3;BYDAY=MO');
    const foreign = 'FREQ=YEARLY;BYMONTH=11;BYDAY=4TU';
    expect(to(foreign, saturday)).toBe(foreign);
  });
});
