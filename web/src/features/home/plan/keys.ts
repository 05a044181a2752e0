// What the keys do while planning: to the row the keyboard is on.
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleOff from '@lucide/svelte/icons/circle-off';
import Coffee from '@lucide/svelte/icons/coffee';
import Sun from '@lucide/svelte/icons/sun';
import type { Id } from '../../../api/types';
import type { Action } from '../../../app/actions.svelte';
import { store } from '../../../app/store.svelte';
import type { Cursor } from '../../../ui/cursor.svelte';
import { t } from '../../../words';
import { locale } from '../../../words/locale.svelte';
import { isDone, setDone } from '../../tasks/mutations';
import type { Where } from './moved';
import type { Planning } from './planning.svelte';

interface Keys {
  planning: Planning;
  cursor: Cursor;
  /** Asks for a day. */
  ask: (id: Id) => void;
  week: () => boolean;
}

/** Gives the row a place; the next one that has no day yet is the one to decide about then. */
export function place({ planning, cursor }: Pick<Keys, 'planning' | 'cursor'>, id: Id, to: Where): void {
  const offered = planning.where(id) === null;
  const ids = planning.ids;
  const next = ids[ids.indexOf(id) + 1] ?? ids.at(-2) ?? null;
  void planning.move(id, to);
  cursor.focus(offered && to !== null ? next : id);
}

export function planActions({ planning, cursor, ask, week }: Keys): Action[] {
  const row = () => cursor.at ?? cursor.tabbable;
  const some = () => row() !== undefined;
  const on = (act: (id: Id) => unknown) => () => {
    const id = row();
    return id && act(id);
  };
  const put = (to: () => Where) => on((id) => place({ planning, cursor }, id, to()));
  /** A day along, or from no day to the first. */
  const by = (step: number) =>
    on((id) => {
      const days = (planning.plan?.days ?? []).map(({ day }) => day);
      const where = planning.where(id);
      const at = days.indexOf(where ?? '') + step;
      // Before the first day is none, after the last one nothing.
      if (where === 'someday' || at < -1 || at >= days.length) return;
      void planning.move(id, days[at] ?? null);
      cursor.focus(id);
    });
  /** To the first row of the next list that has one. */
  const column = (step: number) =>
    on((id) => {
      const { plan } = planning;
      if (!plan) return;
      const lists = [plan.offers.flatMap(({ work }) => work), ...plan.days.map(({ work }) => work)];
      const at = lists.findIndex((work) => work.some(({ task_id }) => task_id === id));
      const ahead = step > 0 ? lists.slice(at + 1) : lists.slice(0, Math.max(0, at)).toReversed();
      const first = ahead.find((work) => work.length)?.[0];
      if (first) cursor.focus(first.task_id);
    });
  const quiet = (id: string, keys: string[], allowed: () => boolean, run: Action['run']): Action => ({
    id: `plan.${id}`,
    label: () => t(`home.plan.key.${id}`),
    group: 'home',
    keys,
    quiet: true,
    allowed,
    run,
  });
  const move = (id: string, key: string, icon: Action['icon'], run: Action['run']): Action => ({
    id: `plan.${id}`,
    label: () => t(`home.plan.key.${id}`),
    group: 'home',
    keys: [key],
    icon,
    allowed: some,
    run,
  });
  return [
    ...cursor.steps('home.key.next', 'home.key.previous'),
    move(
      'today',
      '1',
      Sun,
      put(() => locale.today),
    ),
    move(
      'someday',
      '2',
      Coffee,
      put(() => 'someday'),
    ),
    move('other', '3', CalendarDays, on(ask)),
    move(
      'none',
      '0',
      CircleOff,
      put(() => null),
    ),
    move(
      'done',
      'e',
      CircleCheck,
      on((id) => {
        const task = store.tasks.get(id);
        return task && setDone(task, !isDone(task), () => planning.load());
      }),
    ),
    quiet('later', ['ArrowRight'], week, by(1)),
    quiet('earlier', ['ArrowLeft'], week, by(-1)),
    quiet('column_after', ['l'], week, column(1)),
    quiet('column_before', ['h'], week, column(-1)),
  ];
}
