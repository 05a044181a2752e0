// Minutes since midnight, and work laid out along the rest of a working day.

export interface Block {
  id: string;
  start: number;
  end: number;
}

export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

export function clock(minutes: number): string {
  const whole = Math.round(minutes);
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}

/** One after the other from now on (or from the start of the day); what does not fit any more is cut or left out. */
export function layOut(
  work: { id: string; minutes: number }[],
  { from, to, now }: { from: number; to: number; now: number },
): Block[] {
  let at = Math.max(from, now);
  const blocks: Block[] = [];
  for (const { id, minutes } of work) {
    if (at >= to) break;
    const end = Math.min(to, at + minutes);
    blocks.push({ id, start: at, end });
    at = end;
  }
  return blocks;
}
