// Filling in a form: what was answered so far, what is asked with that, and the files that were sent beforehand.
import { ApiError } from '../../api/client';
import type { FormQuestion, OpenedForm, SentFile, SentRequest } from '../../api/types';
import { sendBytes } from '../../api/upload';
import { t } from '../../words';
import { bytes } from '../../words/dates';

/** The server takes no answer within three seconds of opening the form. */
const moment = 3_000;

export type Value = string | boolean | string[];

/** How an answer gets to the server: signed in, or by a link. */
export interface Door {
  open: () => Promise<OpenedForm>;
  answers: (body: unknown) => Promise<SentRequest>;
  files: string;
}

export class Answering {
  form = $state.raw<OpenedForm | null>(null);
  error = $state.raw<ApiError | null>(null);
  values = $state<Record<string, Value>>({});
  files = $state<Record<string, SentFile[]>>({});
  wrong = $state.raw<Record<string, string>>({});
  message = $state('');
  busy = $state(false);
  /** Bytes of files under way, by question. */
  sending = $state<Record<string, number>>({});
  sent = $state.raw<SentRequest | null>(null);
  name = $state('');
  email = $state('');
  website = $state('');
  readonly #door: Door;

  constructor(door: Door) {
    this.#door = door;
  }

  async start(): Promise<void> {
    this.error = null;
    try {
      this.form = await this.#door.open();
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      this.error = cause;
    }
  }

  /** The questions that are asked with what was answered so far. */
  get asked(): FormQuestion[] {
    const shown: FormQuestion[] = [];
    for (const question of this.form?.questions ?? []) {
      const on = question.shown_when;
      const earlier = on && shown.find((one) => one.id === on.question);
      if (!on || (earlier && this.#is(earlier, on.is))) shown.push(question);
    }
    return shown;
  }

  #is(question: FormQuestion, is: number): boolean {
    const value = this.values[question.id];
    if (question.kind === 'checkbox') return (value === true) === (is === 1);
    return Array.isArray(value) ? value.includes(String(is)) : value === String(is);
  }

  /** Sends a file; it belongs to the answer once that is sent. */
  async bring(question: FormQuestion, file: File): Promise<void> {
    if (!this.form) return;
    const key = String(question.id);
    const most = this.form.file_bytes;
    if (file.size > most) {
      this.wrong = { ...this.wrong, [key]: t('forms.too_large', { name: file.name, size: bytes(most) }) };
      return;
    }
    const { [key]: _, ...others } = this.wrong;
    this.wrong = others;
    this.sending[key] = (this.sending[key] ?? 0) + 1;
    try {
      const { data } = await sendBytes<SentFile>('POST', this.#door.files, file, {
        query: { name: file.name || t('forms.photo') },
        headers: { 'X-Form-Start': this.form.start },
      });
      this.files[key] = [...(this.files[key] ?? []), data];
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      this.wrong = { ...this.wrong, [key]: cause.offline ? t('common.error.offline_text') : cause.message };
    }
    this.sending[key] = (this.sending[key] ?? 1) - 1;
  }

  leaveOut(question: FormQuestion, file: SentFile): void {
    this.files[question.id] = (this.files[question.id] ?? []).filter((one) => one.id !== file.id);
  }

  #answers(): Record<string, unknown> {
    const all: Record<string, unknown> = {};
    for (const question of this.asked) {
      const files = this.files[question.id]?.map((file) => file.id);
      const value = question.kind === 'file' ? files : this.values[question.id];
      if (value !== undefined && value !== '' && value !== false) all[question.id] = value;
    }
    return all;
  }

  /** True when it was sent. What is wrong stands beside its question. */
  async send(outside: boolean): Promise<boolean> {
    if (this.busy || !this.form) return false;
    this.busy = true;
    this.message = '';
    this.wrong = {};
    try {
      const who = outside ? { name: this.name, email: this.email, website: this.website } : {};
      const body = { start: this.form.start, answers: this.#answers(), ...who };
      this.sent = await this.#patiently(() => this.#door.answers(body));
      return true;
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      this.#refused(cause);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Whoever was quick waits the moment that tells people from programs, without being asked to. */
  async #patiently<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (cause) {
      if (!(cause instanceof ApiError) || cause.code !== 'too_fast') throw cause;
      await new Promise((resolve) => setTimeout(resolve, moment));
      return send();
    }
  }

  #refused(cause: ApiError): void {
    const fields = Object.entries(cause.fields).map(([name, words]) => [name.replace('answers.', ''), words]);
    this.wrong = Object.fromEntries(fields) as Record<string, string>;
    if (fields.length) this.message = t('forms.look_again', { count: fields.length });
    else this.message = cause.offline ? t('common.error.offline_text') : cause.message;
  }
}
