// Amounts as they are shown: decimals stay text, and only how long a bar is drawn is a number.
import type { Budget } from '../../api/types';
import { money } from '../time/format';

/** "€48,000": without decimals that say nothing. */
export const short = (amount: string, currency: string): string =>
  money({ amount: amount.replace(/\.0+$/, ''), currency });

/** "1.250,50" and "1,250.50" are typed in many ways; what is sent has a point before its decimals and nothing else. */
export function typedAmount(text: string): string {
  const plain = text.trim().replace(/[\s’']/g, '');
  const last = Math.max(plain.lastIndexOf(','), plain.lastIndexOf('.'));
  if (last < 0) return plain;
  const sign = plain[last] ?? '.';
  const [before, after] = [plain.slice(0, last), plain.slice(last + 1)];
  // A sign that comes twice, or after which three digits stand while the other one is nowhere, divides thousands.
  const twice = before.includes(sign);
  const groups = /^[1-9]\d{0,2}([.,]\d{3})*$/.test(before) && after.length === 3 && sign === ',';
  return twice || groups ? plain.replace(/[.,]/g, '') : `${before.replace(/[.,]/g, '')}.${after}`;
}

/** How long each part of the bar is, in hundredths of it. */
export interface Parts {
  spent: number;
  ordered: number;
  left: number;
  /** Where the amount ends, when more than that is drawn. */
  end: number | null;
}

/** What is gone, promised and still to come, against the amount or all of it, whichever is more. */
export function partsOf({ amount, sums }: Pick<Budget, 'amount' | 'sums'>): Parts {
  const [all, forecast] = [Number(amount ?? 0), Number(sums?.forecast ?? 0)];
  const whole = Math.max(all, forecast) || 1;
  const share = (part: string | undefined) => (Number(part ?? 0) / whole) * 100;
  return {
    spent: share(sums?.spent),
    ordered: share(sums?.ordered),
    left: share(sums?.left),
    end: forecast > all ? (all / whole) * 100 : null,
  };
}

/** What is spent or ordered: the sum of two decimals of the same length, exactly. */
export function used({ sums }: Pick<Budget, 'sums'>): string {
  const [a, b] = [sums?.spent ?? '0', sums?.ordered ?? '0'];
  const places = a.split('.')[1]?.length ?? 0;
  const sum = BigInt(a.replace('.', '')) + BigInt(b.replace('.', ''));
  const text = sum.toString().padStart(places + 1, '0');
  return places ? `${text.slice(0, -places)}.${text.slice(-places)}` : text;
}
