// What a step asks for before it is done, and what was shown, in words; and how a photo or a file becomes it.
import { SvelteMap } from 'svelte/reactivity';
import type { Id, Step, StepAsks, StepProof, Task } from '../../../api/types';
import { store } from '../../../app/store.svelte';
import { t } from '../../../words';
import { locale } from '../../../words/locale.svelte';
import { uploads, type Sending } from '../../files/uploads.svelte';
import { patchStep } from './steps';

const number = (value: number) =>
  new Intl.NumberFormat(locale.language, { maximumFractionDigits: 3 }).format(value);

const withUnit = (words: string, unit: string) => [words, unit].filter(Boolean).join(' ');

/** "3 to 8 mm", "at least 3 mm"; nothing where every number will do. */
export function boundsWords({ least, most, unit }: StepAsks): string {
  if (least !== null && most !== null)
    return withUnit(t('task.evidence.between', { least: number(least), most: number(most) }), unit);
  if (least !== null) return withUnit(t('task.evidence.at_least', { number: number(least) }), unit);
  if (most !== null) return withUnit(t('task.evidence.at_most', { number: number(most) }), unit);
  return unit;
}

/** "Photo", "3 to 8 mm": the sign before it says that it is a number. */
export function asksWords(asks: StepAsks): string {
  const bounds = asks.evidence === 'number' ? boundsWords(asks) : '';
  return bounds || t(`task.evidence.${asks.evidence}`);
}

/** "5.2 mm", "Yes", "Signed: Ana Lima", "van.jpg". */
export function proofWords(proof: StepProof, unit = ''): string {
  if (proof.number !== null) return withUnit(number(proof.number), unit);
  if (proof.answer !== null) return t(proof.answer ? 'task.evidence.yes' : 'task.evidence.no');
  if (proof.signature !== null) return t('task.evidence.signed', { name: proof.signature });
  return proof.file_name ?? t('task.evidence.file');
}

/** "5,2" and "5.2" are the same number; anything else is none. */
export function readNumber(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  const value = Number(plain);
  return plain && Number.isFinite(value) ? value : null;
}

/** Files on their way that will tick a step, by the step. */
export const arriving = new SvelteMap<Id, Sending>();

/** Attaches a file to the task and ticks the step with it; when it has to be sent again, then too. */
export function tickWithFile(task: Task, step: Step, file: File): void {
  const [sending] = uploads.add(task.id, [file]);
  if (!sending) return;
  arriving.set(step.id, sending);
  const stop = uploads.onDone((_, attachment, one) => {
    if (one !== sending) return;
    stop();
    arriving.delete(step.id);
    const now = store.opened.get(task.id) ?? task;
    const same = now.steps.find((other) => other.id === step.id) ?? step;
    void patchStep(now, same, { done: true, evidence: { file_id: attachment.id } }, attachment.name);
  });
}
