import { describe, expect, it } from 'vitest';
import { typedLength, WorkingDays } from './days';

const days = new WorkingDays({ off_weekdays: [6, 7], closed_days: ['2026-12-24', '2026-12-25'] });

describe('working days', () => {
  it('steps over weekends and closed days, both ways', () => {
    expect(days.step('2026-11-27', 1)).toBe('2026-11-30');
    expect(days.step('2026-11-30', -1)).toBe('2026-11-27');
    expect(days.step('2026-12-23', 1)).toBe('2026-12-28');
    expect(days.step('2026-11-28', 0)).toBe('2026-11-30');
  });
  it('keeps the length of what is moved', () => {
    expect(days.length({ start: '2026-12-22', due: '2026-12-28' })).toBe(3);
    expect(days.from('2026-11-28', 3)).toEqual({ start: '2026-11-30', due: '2026-12-02' });
    expect(days.length({ start: '2026-11-28', due: '2026-11-29' })).toBe(1);
    expect(days.length({ start: '1926-01-01', due: '2026-01-01' })).toBeGreaterThan(25_000);
  });
});

describe('what is typed', () => {
  it('ends in how long it takes', () => {
    expect(typedLength('Order boilers 3d')).toEqual({ title: 'Order boilers', days: 3 });
    expect(typedLength('Pipework 2w')).toEqual({ title: 'Pipework', days: 10 });
    expect(typedLength('Room 12')).toEqual({ title: 'Room 12', days: 1 });
    expect(typedLength('3d')).toEqual({ title: '3d', days: 1 });
  });
});
