// What is being written of a process. It is kept on this device until it is saved or thrown away.
import type { Process, ProcessPatch, ProcessStep, Task } from '../../api/types';
import { isOlder } from '../../api/version';
import { toasts } from '../../app/toasts.svelte';
import { drafts } from '../../ui/writing/drafts';
import { t } from '../../words';
import { changesOf, emptyFields, fieldsFrom, fieldsOf, type Fields } from './fields';
import { emptyStep } from './lines';

/** `key` names a line while it is moved about: steps have no ids. */
export interface DraftStep extends ProcessStep {
  key: number;
}

interface Kept {
  version: string;
  base: Fields;
  now: Fields;
}

/** Fields that show what is typed until they are drawn anew. */
const typed = ['rule', 'show_days', 'done_days', 'done_at', 'estimate_minutes'];

const pick = (from: Fields, names: string[]): Partial<Fields> =>
  Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));

let keys = 0;
const keyed = (step: ProcessStep): DraftStep => ({ ...step, key: ++keys });

export class Draft {
  fields = $state.raw<Fields>(emptyFields());
  steps = $state.raw<DraftStep[]>([]);
  version = $state('');
  /** It goes on with what was kept from before. */
  goesOn = $state(false);
  /** As somebody else left it, where both changed the same; and who. */
  theirs = $state.raw<Process | null>(null);
  by = $state('');
  /** Another one when the fields have to be drawn anew. */
  turn = $state(0);
  #base = $state.raw<Fields>(emptyFields());
  /** The message that holds what was written here, once theirs was taken. */
  #message: number | null = null;
  readonly #place: string;

  constructor(place: string) {
    this.#place = `process.${place}`;
  }

  /** Begins with a process as it is, with a task that is to come again, with nothing, or with what was kept of it. */
  begin(process?: Process, from?: Task): void {
    this.#take(process ? fieldsOf(process) : emptyFields(), process?.version ?? '');
    if (from) this.#write(fieldsFrom(from));
    const kept = this.#kept();
    this.goesOn = kept !== null;
    if (!kept) return;
    this.#base = kept.base;
    this.version = kept.version;
    this.#write(kept.now);
  }

  /** What the server has now becomes what is compared with; what is written stays. */
  rebase(process: Process): void {
    this.#base = fieldsOf(process);
    this.version = process.version;
  }

  /** It may be another one by now: what only they changed is taken, and what both changed is offered. */
  follow(process: Process, by: string): void {
    if (process.version === this.version || isOlder(process.version, this.version)) return;
    const next = fieldsOf(process);
    const mine = this.changes as Record<string, unknown>;
    const news = changesOf(this.#base, next) as Record<string, unknown>;
    const same = (name: string) => JSON.stringify(mine[name]) === JSON.stringify(news[name]);
    if (Object.keys(mine).some((name) => name in news && !same(name))) {
      [this.theirs, this.by] = [process, by];
      return;
    }
    const taken = Object.keys(news).filter((name) => !(name in mine));
    this.theirs = null;
    this.rebase(process);
    const { steps, ...others } = pick(next, taken);
    this.set(others);
    if (steps) this.steps = steps.map(keyed);
    if (taken.some((name) => typed.includes(name))) this.turn += 1;
  }

  take = (): void => {
    if (!this.theirs) return;
    const mine = this.whole;
    this.discard(this.theirs);
    const run = () => {
      this.#write(mine);
      this.turn += 1;
    };
    this.forget();
    const back = { label: t('common.conflict.use_mine'), run };
    this.#message = toasts.show(t('common.meanwhile.taken'), back, 'plain', true);
  };

  /** What is written here is put over theirs when it is saved. */
  keepMine = (): void => {
    if (this.theirs) this.rebase(this.theirs);
    this.theirs = null;
  };

  /** Nobody writes here any more. */
  forget = (): void => {
    if (this.#message !== null) toasts.drop(this.#message);
    this.#message = null;
  };

  discard(process?: Process): void {
    this.goesOn = false;
    this.theirs = null;
    this.turn += 1;
    this.#take(process ? fieldsOf(process) : emptyFields(), process?.version ?? '');
    drafts.put(this.#place, '');
  }

  /** Nothing of it is kept; answers the way to keep it after all, where something was written. */
  throwAway(): (() => void) | null {
    const text = this.dirty ? JSON.stringify(this.#whatIsKept()) : '';
    drafts.put(this.#place, '');
    return text ? () => drafts.put(this.#place, text) : null;
  }

  keep(): void {
    drafts.put(this.#place, this.dirty ? JSON.stringify(this.#whatIsKept()) : '');
  }

  #whatIsKept(): Kept {
    return { version: this.version, base: this.#base, now: this.whole };
  }

  set(change: Partial<Fields>): void {
    this.fields = { ...this.fields, ...change };
  }

  get whole(): Fields {
    return { ...this.fields, steps: this.steps.map(({ key: _key, ...step }) => step) };
  }
  get changes(): ProcessPatch {
    return changesOf(this.#base, this.whole);
  }
  get dirty(): boolean {
    return Object.keys(this.changes).length > 0;
  }
  get ruleChanged(): boolean {
    return 'rule' in this.changes;
  }

  setStep(key: number, change: Partial<ProcessStep>): void {
    this.steps = this.steps.map((step) => (step.key === key ? { ...step, ...change } : step));
  }

  /** After a step, or at the end; answers the key of the last new one. */
  add(steps: ProcessStep[], after?: number): number {
    const made = (steps.length ? steps : [emptyStep()]).map(keyed);
    const place = after === undefined ? -1 : this.steps.findIndex((step) => step.key === after);
    this.steps = this.steps.toSpliced(place < 0 ? this.steps.length : place + 1, 0, ...made);
    return made.at(-1)?.key ?? 0;
  }

  /** Answers the key of the one before it, or of the one that takes its place. */
  remove(key: number): number | undefined {
    const place = this.steps.findIndex((step) => step.key === key);
    if (place < 0) return undefined;
    this.steps = this.steps.toSpliced(place, 1);
    return (this.steps[place - 1] ?? this.steps[place])?.key;
  }

  /** Answers its place from 1, or 0 where it can't go further. */
  move(key: number, by: -1 | 1): number {
    const place = this.steps.findIndex((step) => step.key === key);
    const step = this.steps[place];
    const to = place + by;
    if (!step || to < 0 || to >= this.steps.length) return 0;
    this.steps = this.steps.toSpliced(place, 1).toSpliced(to, 0, step);
    return to + 1;
  }

  #take(fields: Fields, version: string): void {
    this.#base = fields;
    this.version = version;
    this.#write(fields);
  }

  #write(fields: Fields): void {
    this.fields = fields;
    this.steps = fields.steps.map(keyed);
  }

  #kept(): Kept | null {
    const text = drafts.get(this.#place);
    if (!text) return null;
    try {
      const kept = JSON.parse(text) as Kept;
      // Written by an older page: fields it did not know are as they are.
      return { ...kept, base: { ...this.#base, ...kept.base }, now: { ...this.#base, ...kept.now } };
    } catch {
      return null;
    }
  }
}
