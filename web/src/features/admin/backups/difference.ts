export interface Difference {
  kind: 'same' | 'fewer' | 'more';
  count: number;
}

/** How a restore changes a count, seen from now. */
export function difference(now: number, then: number): Difference {
  if (now === then) return { kind: 'same', count: 0 };
  return then < now ? { kind: 'fewer', count: now - then } : { kind: 'more', count: then - now };
}
