// A rule in words, and what stands around it: when a run is shown, by when it is done, what happens when one is late.
import type { Process } from '../../api/types';
import { t } from '../../words';
import { duration, timeLabel } from '../../words/dates';

/** What happens on a closed day, as the server writes it at the end of a rule. */
export const closedWords = {
  run: '',
  skip: ', closed days skipped',
  before: ', on closed days the day before',
  after: ', on closed days the day after',
} as const;
export type Closed = keyof typeof closedWords;

const choices = Object.keys(closedWords) as Closed[];

/** What a rule, in the words of the server, does on closed days. */
export function closedOf(words: string): Closed {
  return choices.find((one) => closedWords[one] && words.endsWith(closedWords[one])) ?? 'run';
}

/** The same rule with another choice for closed days. */
export function withClosed(words: string, closed: Closed): string {
  const end = closedWords[closedOf(words)];
  return words.slice(0, words.length - end.length) + closedWords[closed];
}

/** "Every Monday at 8:30": what the server says stands inside a sentence. */
export function capital(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

export const ruleWords = (process: Pick<Process, 'rule'>) =>
  process.rule ? capital(process.rule.words) : t('processes.by_hand');

/** By when a run is to be done: "on its day", "on its day by 12:00", "2 days later by 12:00". */
export function doneWords({ done_days, done_at }: Pick<Process, 'done_days' | 'done_at'>): string {
  const day = done_days ? t('processes.done_later', { count: done_days }) : t('processes.done_same');
  return done_at ? t('processes.done_by', { day, time: timeLabel(done_at) }) : day;
}

/** All that is settled about its times, a sentence each. */
export function timeSentences(process: Process): string[] {
  const all = [t('processes.says.rule', { rule: ruleWords(process) })];
  if (process.rule && process.show_days) all.push(t('processes.says.shown', { count: process.show_days }));
  all.push(t('processes.says.done', { when: doneWords(process) }));
  const minutes = process.estimate_minutes;
  if (minutes) all.push(t('processes.says.takes', { time: duration(minutes) }));
  if (process.rule) all.push(t(`processes.says.late.${process.late}`));
  return all;
}
