// A form while somebody changes it: its questions, in order, and what was refused.
import { api, ApiError } from '../../api/client';
import type { Form, FormLink, FormQuestion, QuestionKind } from '../../api/types';
import { toasts } from '../../app/toasts.svelte';
import { t } from '../../words';

export const kinds: QuestionKind[] = [
  'text',
  'long_text',
  'number',
  'money',
  'date',
  'choice',
  'choices',
  'person',
  'file',
  'checkbox',
];
export const hasChoices = (kind: QuestionKind) => kind === 'choice' || kind === 'choices';
/** What an answer of a kind can become of the request. */
export const becomes: Partial<Record<QuestionKind, ('title' | 'body' | 'due')[]>> = {
  text: ['title', 'body'],
  long_text: ['body'],
  choice: ['title'],
  date: ['due'],
};

/** The fields an answer of a kind can fill in. */
export const fills: Partial<Record<QuestionKind, string[]>> = {
  text: ['text'],
  long_text: ['text'],
  number: ['number'],
  money: ['money'],
  date: ['date'],
  choice: ['choice', 'text'],
  person: ['person'],
};

export class Edited {
  form = $state.raw<Form | null>(null);
  link = $state<string | null>(null);
  error = $state.raw<ApiError | null>(null);
  wrong = $state.raw<Record<string, string>>({});
  name = $state('');
  intro = $state('');
  thanks = $state('');
  needsEmail = $state(false);
  /** The process each answer starts a run of; empty: none. */
  process = $state('');
  questions = $state<FormQuestion[]>([]);
  busy = $state(false);
  readonly #id: string;

  constructor(id: string) {
    this.#id = id;
  }

  #use(form: Form): void {
    this.form = form;
    this.name = form.name;
    this.intro = form.intro;
    this.thanks = form.thanks;
    this.needsEmail = form.needs_email;
    this.process = form.process_id ?? '';
    this.questions = structuredClone(form.questions);
    this.wrong = {};
  }

  async load(): Promise<void> {
    try {
      this.#use(await api.get<Form>(`/forms/${this.#id}`));
      this.error = null;
      this.link = (await api.get<FormLink>(`/forms/${this.#id}/link`).catch(() => null))?.link ?? null;
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      this.error = cause;
    }
  }

  get changed(): boolean {
    const form = this.form;
    if (!form) return false;
    const now = [this.name, this.intro, this.thanks, this.needsEmail, this.process, this.questions];
    const { process_id: process } = form;
    const then = [form.name, form.intro, form.thanks, form.needs_email, process ?? '', form.questions];
    return JSON.stringify(now) !== JSON.stringify(then);
  }

  add(kind: QuestionKind): FormQuestion {
    const id = Math.max(0, ...this.questions.map((question) => question.id)) + 1;
    const choices = hasChoices(kind)
      ? [1, 2].map((choice) => ({ id: choice, label: t('forms.choice_n', { number: choice }), help: '' }))
      : [];
    const question: FormQuestion = {
      id,
      kind,
      label: t(`forms.kind.${kind}`),
      help: '',
      required: false,
      choices,
      shown_when: null,
      becomes: null,
      field_id: null,
    };
    this.questions = [...this.questions, question];
    return question;
  }

  /** Another kind: what the new one cannot have goes. */
  turn(question: FormQuestion, kind: QuestionKind): void {
    question.kind = kind;
    if (!hasChoices(kind)) question.choices = [];
    else if (!question.choices.length)
      question.choices = [1, 2].map((id) => ({ id, label: t('forms.choice_n', { number: id }), help: '' }));
    if (question.becomes && !becomes[kind]?.includes(question.becomes)) question.becomes = null;
    question.field_id = null;
    this.#loosen();
  }

  remove(question: FormQuestion): void {
    this.questions = this.questions.filter((one) => one.id !== question.id);
    this.#loosen();
  }

  move(question: FormQuestion, after: FormQuestion | null): void {
    const others = this.questions.filter((one) => one.id !== question.id);
    others.splice(after ? others.findIndex((one) => one.id === after.id) + 1 : 0, 0, question);
    this.questions = others;
    this.#loosen();
  }

  /** The questions one can hang on: earlier ones with an answer out of a few. */
  before(question: FormQuestion): FormQuestion[] {
    const at = this.questions.findIndex((one) => one.id === question.id);
    return this.questions.slice(0, at).filter((one) => hasChoices(one.kind) || one.kind === 'checkbox');
  }

  /** A condition on what does not stand before it any more goes. */
  #loosen(): void {
    for (const question of this.questions) {
      const on = question.shown_when;
      const earlier = on && this.before(question).find((one) => one.id === on.question);
      const fits =
        earlier && (earlier.kind === 'checkbox' || earlier.choices.some((one) => one.id === on.is));
      if (on && !fits) question.shown_when = null;
    }
  }

  async save(): Promise<void> {
    if (!this.form || this.busy) return;
    const body = {
      name: this.name,
      intro: this.intro,
      thanks: this.thanks,
      needs_email: this.needsEmail,
      process_id: this.process || null,
      questions: this.questions,
    };
    await this.#send(body, t('forms.saved'));
  }

  close = (closed: boolean) => this.#send({ closed }, t(closed ? 'forms.now_closed' : 'forms.now_open'));

  async #send(body: unknown, done: string): Promise<void> {
    if (!this.form) return;
    this.busy = true;
    try {
      const { data, command } = await api.patch<Form>(`/forms/${this.#id}`, body, this.form.version);
      this.#use(data);
      toasts.undoable(done, command, () => this.load());
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      this.wrong = cause.fields;
      const many = Object.keys(cause.fields).length;
      toasts.failed(
        many
          ? t('forms.look_again', { count: many })
          : cause.offline
            ? t('common.offline_short')
            : cause.message,
      );
    }
    this.busy = false;
  }

  async share(on: boolean): Promise<void> {
    try {
      if (on) this.link = (await api.put<FormLink>(`/forms/${this.#id}/link`)).data.link ?? null;
      else {
        await api.delete(`/forms/${this.#id}/link`);
        this.link = null;
      }
      toasts.show(t(on ? 'forms.now_public' : 'forms.link_ended'));
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      toasts.failed(cause.fields.questions ?? cause.message);
    }
    const form = await api.get<Form>(`/forms/${this.#id}`).catch(() => null);
    if (form && this.form) this.form = { ...this.form, version: form.version, public: form.public };
  }
}
