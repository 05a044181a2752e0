// A target of a request in words and in a colour: how much working time is left, or how late it is.
import type { Request, RequestRow, RequestTarget } from '../../api/types';
import { workTime } from '../../app/working';
import { t } from '../../words';

export type Which = 'answer' | 'done';
export interface Shown {
  which: Which;
  text: string;
  tone: 'red' | 'amber' | 'line' | 'green';
}

const tones = { open: 'line', near: 'amber', late: 'red', met: 'green', missed: 'red' } as const;

/** How it stands with one of them. */
export function targetWords(which: Which, target: RequestTarget): Shown {
  const { state, minutes_left: left } = target;
  // Late since the end of the last working day: not a minute of working time yet.
  const how = left || !['late', 'missed'].includes(state) ? state : `just_${state}`;
  const text = t(`requests.target.${which}.${how}`, { time: workTime(Math.abs(left)) });
  return { which, text, tone: tones[state] };
}

const open = (target: RequestTarget | null) =>
  target !== null && ['open', 'near', 'late'].includes(target.state) ? target : null;

/** What is still owed, as a row shows it: the answer first, and that it is done once that presses. */
export function owed(row: RequestRow): Shown[] {
  const [answer, done] = [open(row.answer_target), open(row.done_target)];
  const shown: Shown[] = answer ? [targetWords('answer', answer)] : [];
  if (done && (!answer || done.state !== 'open')) shown.push(targetWords('done', done));
  return shown;
}

/** Both of them, as the request itself shows them. */
export const both = ({ answer_target, done_target }: Request): { which: Which; target: RequestTarget }[] => [
  ...(answer_target ? [{ which: 'answer' as const, target: answer_target }] : []),
  ...(done_target ? [{ which: 'done' as const, target: done_target }] : []),
];
