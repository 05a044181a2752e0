// A form while somebody changes it: its questions, in order, and what was refused.
import { api, ApiError } from '../../api/client';
import type { Form, FormLink, FormQuestion, QuestionKind } from '../../api/types';
import { isOlder } from '../../api/version';
import { store } from '../../app/store.svelte';
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

type Parts = Pick<Form, 'name' | 'intro' | 'thanks' | 'needs_email' | 'process_id' | 'questions'>;

const parts = ({ name, intro, thanks, needs_email, process_id, questions }: Form): Parts => ({
  name,
  intro,
  thanks,
  needs_email,
  process_id: process_id ?? null,
  questions,
});
const same = (one: Parts, other: Parts) => JSON.stringify(one) === JSON.stringify(other);

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
  /** As somebody else left it, while something here is not saved; and who. */
  theirs = $state.raw<Form | null>(null);
  by = $state('');
  /** The message that holds what was written here, once theirs was taken. */
  #kept: number | null = null;
  readonly #id: string;

  constructor(id: string) {
    this.#id = id;
  }

  #use(form: Form): void {
    this.form = form;
    this.#write(parts(form));
    this.wrong = {};
    this.theirs = null;
  }

  #write(to: Parts): void {
    this.name = to.name;
    this.intro = to.intro;
    this.thanks = to.thanks;
    this.needsEmail = to.needs_email;
    this.process = to.process_id ?? '';
    this.questions = structuredClone(to.questions);
  }

  /** As it is written here. */
  get #parts(): Parts {
    return {
      name: this.name,
      intro: this.intro,
      thanks: this.thanks,
      needs_email: this.needsEmail,
      process_id: this.process || null,
      questions: this.questions,
    };
  }

  /** It may be another one by now: taken where nothing is unsaved, offered where both wrote something. */
  #follow(form: Form, by: string): void {
    const known = this.form;
    if (!known || form.version === known.version || isOlder(form.version, known.version)) return;
    if (!this.changed) this.#use(form);
    else if (same(parts(form), parts(known))) this.form = form;
    else [this.theirs, this.by] = [form, by];
  }

  /** Asked for again, because somebody changed it. */
  async look(by = ''): Promise<void> {
    const form = await api.get<Form>(`/forms/${this.#id}`).catch(() => null);
    if (form) this.#follow(form, by);
  }

  take = (): void => {
    if (!this.theirs) return;
    const mine = $state.snapshot(this.#parts) as Parts;
    this.#use(this.theirs);
    const back = { label: t('common.conflict.use_mine'), run: () => this.#write(mine) };
    this.#forget();
    this.#kept = toasts.show(t('common.meanwhile.taken'), back, 'plain', true);
  };

  /** What is written here is put over theirs when it is saved. */
  keep = (): void => {
    if (this.theirs) this.form = this.theirs;
    this.theirs = null;
  };

  #forget(): void {
    if (this.#kept !== null) toasts.drop(this.#kept);
    this.#kept = null;
  }

  /** One goes elsewhere: what was changed is saved, and stays in reach where that could not be. */
  leave = async (): Promise<void> => {
    this.#forget();
    if (!this.changed) return;
    if (!this.theirs) await this.save();
    if (!this.changed) return;
    const why = t(this.theirs ? 'forms.changed_meanwhile' : 'forms.not_saved', { name: this.name });
    const run = () => {
      this.keep();
      return this.leave();
    };
    toasts.show(why, { label: t('forms.save_mine'), run }, 'bad', true);
  };

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
    return this.form !== null && !same(this.#parts, parts(this.form));
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
    await this.#send(this.#parts, t('forms.saved'));
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
      this.#refused(cause);
    }
    this.busy = false;
  }

  #refused(cause: ApiError): void {
    if (cause.conflict && cause.current) {
      this.#follow(cause.current as Form, store.people.get(cause.changedBy ?? '')?.name ?? '');
      return;
    }
    this.wrong = cause.fields;
    const many = Object.keys(cause.fields).length;
    toasts.failed(many ? t('forms.look_again', { count: many }) : cause.said);
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
    await this.look();
  }
}
