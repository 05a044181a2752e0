// What a step asks for, in words.
import type { Process, ProcessStep } from '../../api/types';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { locale } from '../../words/locale.svelte';

const number = (value: number) =>
  new Intl.NumberFormat(locale.language, { maximumFractionDigits: 3 }).format(value);

/** "Photo", "Number, mm, 3 to 8", "Number, at least 2.5"; nothing where nothing is asked for. */
export function evidenceWords(step: ProcessStep): string {
  if (step.evidence === 'none') return '';
  const kind = t(`processes.evidence.${step.evidence}`);
  if (step.evidence !== 'number') return kind;
  const { least, most, unit } = step;
  const bounds =
    least !== null && most !== null
      ? t('processes.between', { least: number(least), most: number(most) })
      : least !== null
        ? t('processes.at_least', { number: number(least) })
        : most !== null
          ? t('processes.at_most', { number: number(most) })
          : '';
  return [kind, unit, bounds].filter(Boolean).join(', ');
}

/** Who does it, where that is not whoever has the run. */
export function doerWords(step: ProcessStep): string {
  if (step.doer === 'run') return '';
  if (step.doer !== 'person') return t(`processes.doer.${step.doer}`);
  return store.people.get(step.person_id ?? '')?.name ?? t('common.someone');
}

/** "1 day later"; nothing where it is due with its run. */
export function dueWords(step: ProcessStep): string {
  if (step.due_days === null) return '';
  return step.due_days ? t('processes.days_later', { count: step.due_days }) : t('processes.same_day');
}

const names = (process: Pick<Process, 'assign'>) =>
  process.assign.person_ids.map((id) => store.people.get(id)?.name ?? t('common.someone'));

/** "Sam and Tom take turns." */
export function whoSentence(process: Pick<Process, 'assign'>): string {
  const people = new Intl.ListFormat(locale.language).format(names(process));
  return t(`processes.says.who.${process.assign.who}`, { people });
}
