// What is on within the days that are shown: events of all spaces, and one's own tasks with a day.
import { api } from '../../api/client';
import type {
  Absence,
  CalendarEvent,
  Day,
  Id,
  Occurrence,
  Occurrences,
  Page,
  TaskRow,
} from '../../api/types';
import { announce } from '../../app/announce.svelte';
import { mutate } from '../../app/mutate';
import { overlays } from '../../app/overlays.svelte';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { longDay, timeLabel } from '../../words/dates';
import { setDue, setPlan } from '../tasks/mutations';
import { clock, isOn, isWhole, minutesOf, moved } from './days';
import { shows } from './shows';

export type Which = 'this' | 'following' | 'all';

/** A task with the day it is due, or for which one planned it. */
export interface Dated {
  task: TaskRow;
  day: Day;
  planned: boolean;
}

interface Home {
  groups: { rows: TaskRow[] }[];
}

export const keyOf = (one: Occurrence) => `${one.event_id}:${one.occurrence ?? ''}`;

/** A task where it is due, or where it is planned: it may stand on two days. */
export const nameOf = ({ task, planned }: Dated) => `${task.id}:${planned ? 'plan' : 'due'}`;

export class Calendar {
  all = $state.raw<Occurrence[]>([]);
  /** One's own tasks, as the store has them: what is moved stands there at once. */
  ids = $state.raw<Id[]>([]);
  /** Runs of others, where they are shown. */
  runs = $state.raw<Id[]>([]);
  absences = $state.raw<Absence[]>([]);
  complete = $state(true);
  loaded = $state(false);
  error = $state.raw<unknown>(null);
  /** Spaces that are not shown. */
  hidden = $state.raw<Set<Id>>(new Set(shows.last().hidden));
  show = $state(shows.last().show);
  #turn = 0;
  #days: { from: Day; to: Day } | null = null;

  readonly events = $derived(
    this.show.events ? this.all.filter((one) => !this.hidden.has(one.space_id ?? '')) : [],
  );
  readonly dated = $derived(
    [
      ...dated(this.ids.flatMap((id) => store.tasks.get(id) ?? [])).filter((one) =>
        one.planned ? this.show.plan : this.show.due,
      ),
      ...(this.show.runs ? due(this.runs.filter((id) => !this.ids.includes(id))) : []),
    ].filter((one) => !this.hidden.has(one.task.space_id)),
  );

  readonly away = $derived(this.show.away ? this.absences : []);

  whole = (day: Day) => this.events.filter((one) => isWhole(one) && isOn(one, day));
  on = (day: Day) => this.events.filter((one) => isOn(one, day));
  awayOn = (day: Day) => this.away.filter((one) => one.from <= day && one.until >= day);
  of = (day: Day) => this.dated.filter((one) => one.day === day);

  async load(days = this.#days): Promise<void> {
    if (!days) return;
    this.#days = days;
    const turn = ++this.#turn;
    try {
      const [page, today, upcoming, absences, runs] = await Promise.all([
        api.get<Occurrences>('/events', { from: days.from, to: days.to }),
        api.get<Home>('/home', { tab: 'today' }),
        api.get<Home>('/home', { tab: 'upcoming' }),
        api.get<Page<Absence>>('/absences', { ...days, state: 'approved' }),
        this.show.runs ? api.get<Page<TaskRow>>('/runs', { ...days }) : null,
      ]);
      if (turn !== this.#turn) return;
      this.all = page.items;
      this.complete = page.complete;
      const rows = [...today.groups, ...upcoming.groups].flatMap((group) => group.rows);
      for (const row of [...rows, ...(runs?.items ?? [])]) store.putTask(row);
      this.ids = rows.map((row) => row.id);
      this.runs = runs?.items.map((row) => row.id) ?? [];
      this.absences = absences.items;
      this.error = null;
      this.loaded = true;
    } catch (cause) {
      if (turn === this.#turn) this.error = cause;
    }
  }

  /** Moves something by days and minutes; of what comes again it is asked which times are meant. */
  async move(one: Occurrence, days: number, minutes: number): Promise<void> {
    if (!one.can_edit || (!days && !minutes)) return;
    const start = moved(one, days, minutes);
    const send = async (which: Which | null) => {
      const query = which && one.occurrence ? `?occurrence=${one.occurrence}&which=${which}` : '';
      const done = await mutate<CalendarEvent>({
        send: () => api.patch<CalendarEvent>(`/events/${one.event_id}${query}`, { start }, one.version),
        done: t('calendar.moved', { title: one.title }),
        failed: t('calendar.not_moved'),
      });
      await this.load();
      if (!done) return;
      const time = start.time ? timeLabel(start.time) : '';
      announce(t('calendar.moved_to', { title: one.title, day: longDay(start.date), time }));
    };
    if (!one.occurrence) return send(null);
    await overlays.show('event-which', {
      title: t('calendar.move_which'),
      onpick: (which: Which) => void send(which),
    });
  }

  /** Puts a task on another day: when it is due, or when one means to do it. */
  async moveTask(one: Dated, day: Day): Promise<void> {
    const { task } = one;
    if (day === one.day || !mayMove(one)) return;
    const back = () => void this.load();
    const done = one.planned
      ? await setPlan(task, day, back)
      : await setDue(task, { ...task.due, date: day }, back);
    await this.load();
    if (done) announce(t('calendar.moved_to', { title: task.title, day: longDay(day), time: '' }));
  }
}

/** Whether the reader may put a task on another day: their plan is their own, a due date is the space's. */
export function mayMove({ task, planned }: Dated): boolean {
  const works = store.spaces.get(task.space_id)?.can.write || task.assignee_id === store.me?.id;
  return planned || Boolean(works);
}

/** Tasks where they are due. */
const due = (ids: Id[]): Dated[] =>
  ids.flatMap((id) => {
    const task = store.tasks.get(id);
    return task?.due ? [{ task, day: task.due.date, planned: false }] : [];
  });

/** Each task where it is due and where one planned it; twice on different days only. */
function dated(rows: TaskRow[]): Dated[] {
  const found = new Map<string, Dated>();
  for (const task of rows) {
    const due = task.due?.date;
    if (due) found.set(`${task.id}:${due}`, { task, day: due, planned: false });
    const { plan } = task;
    if (plan && plan !== 'someday' && plan !== due)
      found.set(`${task.id}:${plan}`, { task, day: plan, planned: true });
  }
  return [...found.values()];
}

/** When it is, in words. */
export function timeWords(one: Occurrence): string {
  if (!one.starts_at || !one.ends_at) return t('calendar.all_day');
  const time = (instant: string) => timeLabel(clock(minutesOf(instant)));
  return t('calendar.from_to', { from: time(one.starts_at), to: time(one.ends_at) });
}
