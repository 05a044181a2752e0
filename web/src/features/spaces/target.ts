// A target as people write it: a number of minutes, hours or working days.

export const units = ['minutes', 'hours', 'days'] as const;
export type Unit = (typeof units)[number];
export interface Amount {
  amount: string;
  unit: Unit;
}

const most = 2000 * 60;
const lengths = (day: number): Record<Unit, number> => ({ minutes: 1, hours: 60, days: day });

/** In the largest unit in which it is a whole number; a day is as long as the organization works. */
export function amountOf(minutes: number | null, day: number): Amount {
  if (minutes === null) return { amount: '', unit: 'hours' };
  const unit = minutes % day === 0 ? 'days' : minutes % 60 === 0 ? 'hours' : 'minutes';
  return { amount: String(minutes / lengths(day)[unit]), unit };
}

/** The minutes of what was written, null for no target, nothing where it cannot be meant. */
export function minutesOf({ amount, unit }: Amount, day: number): number | null | undefined {
  const text = amount.trim().replace(',', '.');
  if (!text) return null;
  const minutes = Math.round(Number(text) * lengths(day)[unit]);
  return minutes >= 1 && minutes <= most ? minutes : undefined;
}
