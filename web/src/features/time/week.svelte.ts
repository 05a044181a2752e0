// A week of somebody's time as rows of tasks: what stands in it, and for its owner what they worked on the week before.
import { api } from '../../api/client';
import type { Day, Id, TimeEntry, TimeTask, Timesheet } from '../../api/types';
import { mutate } from '../../app/mutate';
import { store } from '../../app/store.svelte';
import { toasts } from '../../app/toasts.svelte';
import { t } from '../../words';
import { addDays, longDay } from '../../words/dates';
import { timeChanged } from './timer';

export interface Row {
  /** The task, or the space of what the reader does not read. */
  key: string;
  task: TimeTask | null;
  space: Id | null;
  cells: Record<Day, TimeEntry[]>;
}

const sumOf = (minutes: number[]) => minutes.reduce((all, one) => all + one, 0);
const sum = (entries: TimeEntry[]) => sumOf(entries.map((one) => one.minutes));

/** Rows by task, in the order in which they first come; those of `ready` stand below, without time. */
export function rowsOf(entries: TimeEntry[], ready: TimeEntry[]): Row[] {
  const rows = new Map<string, Row>();
  const row = (entry: TimeEntry) => {
    const key = entry.task?.id ?? `hidden:${entry.space_id ?? ''}`;
    const found = rows.get(key) ?? { key, task: entry.task, space: entry.space_id, cells: {} };
    rows.set(key, found);
    return found;
  };
  for (const entry of entries) (row(entry).cells[entry.day] ??= []).push(entry);
  for (const entry of ready) if (entry.task) row(entry);
  return [...rows.values()];
}

export class Week {
  sheet = $state.raw<Timesheet | null>(null);
  error = $state.raw<unknown>(null);
  busy = $state(false);
  #ready = $state.raw<TimeEntry[]>([]);
  #added = $state.raw<TimeEntry[]>([]);
  /** What was typed and is on its way, by row and day. */
  #sent = $state.raw<Record<string, number>>({});
  #turn = 0;

  constructor(
    readonly person: Id,
    readonly monday: Day,
  ) {}

  readonly rows = $derived(rowsOf(this.sheet?.entries ?? [], [...this.#ready, ...this.#added]));
  readonly days = $derived(Array.from({ length: 7 }, (_, i) => addDays(this.monday, i)));

  #path = (rest = '') => `/timesheets/${this.person}/${this.monday}${rest}`;

  async load(): Promise<void> {
    const turn = ++this.#turn;
    const before = `/timesheets/${this.person}/${addDays(this.monday, -7)}`;
    try {
      const sheet = await api.get<Timesheet>(this.#path());
      const last = sheet.can.edit ? await api.get<Timesheet>(before).catch(() => null) : null;
      if (turn !== this.#turn) return;
      this.sheet = sheet;
      this.#ready = last?.entries ?? [];
      this.error = null;
    } catch (cause) {
      if (turn === this.#turn) this.error = cause;
    }
  }

  minutes(row: Row, day: Day): number {
    return this.#sent[`${row.key}:${day}`] ?? sum(row.cells[day] ?? []);
  }

  of(day: Day): number {
    return this.rows.reduce((all, row) => all + this.minutes(row, day), 0);
  }

  ofRow(row: Row): number {
    return this.days.reduce((all, day) => all + this.minutes(row, day), 0);
  }

  get total(): number {
    return this.days.reduce((all, day) => all + this.of(day), 0);
  }

  get isMine(): boolean {
    return this.person === store.me?.id;
  }

  get #whose() {
    return this.isMine ? store.me : store.people.get(this.person);
  }

  /** What whoever works can do in a week. */
  get capacity(): number {
    return sumOf(this.#whose?.capacity_minutes ?? []);
  }

  /** The weekdays on which they work, 1 (Monday) to 7. */
  get workdays(): number[] {
    return this.#whose?.working_days ?? [];
  }

  /** A row for a task nothing was written on yet. */
  add(task: TimeTask, space_id: Id): void {
    const empty = { id: '', person_id: this.person, day: this.monday, minutes: 0, note: '' };
    this.#added = [
      ...this.#added,
      { ...empty, task, space_id, billable: false, can_edit: true, version: '' },
    ];
  }

  /** Writes what was typed. A cell of several entries is changed where each of them stands. */
  async set(row: Row, day: Day, minutes: number): Promise<void> {
    const [entry, second] = row.cells[day] ?? [];
    if (!row.task || minutes === this.minutes(row, day)) return;
    if (second) return void toasts.failed(t('time.several'));
    const { task } = row;
    const key = `${row.key}:${day}`;
    await mutate<unknown>({
      apply: () => {
        this.#sent = { ...this.#sent, [key]: minutes };
        return () => this.#forget(key);
      },
      send: () => {
        if (!entry) return api.post('/time-entries', { task_id: task.id, day, minutes });
        const path = `/time-entries/${entry.id}`;
        if (!minutes) return api.delete(path, entry.version);
        return api.patch(path, { minutes }, entry.version);
      },
      done: entry && !minutes ? t('time.deleted') : undefined,
      failed: t('time.not_saved'),
    });
    await this.load();
    this.#forget(key);
    timeChanged();
  }

  #forget(key: string): void {
    const { [key]: _, ...rest } = this.#sent;
    this.#sent = rest;
  }

  /** Fills a day as the day before was. */
  copy = (day: Day) => this.#copies(addDays(day, -1), day, t('time.copied', { day: longDay(day) }));

  /** Fills the week as the one before was. */
  copyWeek = () => this.#copies(addDays(this.monday, -7), this.monday, t('time.week_copied'), true);

  /** Whether there is something to copy from the week before. */
  get hasBefore(): boolean {
    return this.#ready.length > 0;
  }

  async #copies(from: Day, to: Day, done: string, week = false): Promise<void> {
    await mutate<{ items: unknown[] }>({
      send: () => api.post('/time-entries/copies', { from, to, week }),
      done: ({ items }) => (items.length ? done : t(week ? 'time.nothing_in_week' : 'time.nothing_to_copy')),
      failed: t('time.not_saved'),
    });
    await this.load();
  }

  submit = () => this.#go('/submission', 'put', t('time.submitted'));
  withdraw = () => this.#go('/submission', 'delete', t('time.withdrawn'));
  reopen = () => this.#go('/approval', 'delete', t('time.reopened'));
  approve = () => this.#go('/approval', 'put', t('time.approved'), { version: this.sheet?.version });

  async #go(rest: string, method: 'put' | 'delete', done: string, body: unknown = {}): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    await mutate<Timesheet>({
      send: () =>
        method === 'put'
          ? api.put<Timesheet>(this.#path(rest), body)
          : api.delete<Timesheet>(this.#path(rest)),
      settle: (sheet) => (this.sheet = sheet),
      done,
      takeBack: null,
      failed: t('time.not_done'),
    });
    this.busy = false;
    await this.load();
  }
}
