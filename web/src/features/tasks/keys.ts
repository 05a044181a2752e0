// What can be done to tasks wherever they are shown, by keys, menus and the palette.
import Archive from '@lucide/svelte/icons/archive';
import ArrowRightLeft from '@lucide/svelte/icons/arrow-right-left';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import Eye from '@lucide/svelte/icons/eye';
import Flag from '@lucide/svelte/icons/flag';
import ListPlus from '@lucide/svelte/icons/list-plus';
import Repeat from '@lucide/svelte/icons/repeat';
import Sun from '@lucide/svelte/icons/sun';
import Tag from '@lucide/svelte/icons/tag';
import Timer from '@lucide/svelte/icons/timer';
import Trash2 from '@lucide/svelte/icons/trash-2';
import UserRound from '@lucide/svelte/icons/user-round';
import UserRoundCheck from '@lucide/svelte/icons/user-round-check';
import type { Action } from '../../app/actions.svelte';
import { overlays } from '../../app/overlays.svelte';
import { router } from '../../app/router.svelte';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import type { Category, TaskRow } from '../../api/types';
import { toggleTimer } from '../time/timer';
import * as change from './change';
import { isDone } from './mutations';
import { targets } from './target.svelte';
import { wish } from './wish.svelte';

export type Ask = 'assignee' | 'due' | 'plan' | 'priority' | 'tag' | 'status';

const some = () => targets.ids.length > 0;
const one = () => targets.ids.length === 1;
const mayWrite = (task: TaskRow) => store.spaces.get(task.space_id)?.can.write ?? false;
const writable = () => some() && targets.tasks.some(mayWrite);
const reload = () => targets.active?.reload?.();

/** Opens the popover beside the row for the tasks meant now. */
export function ask(what: Ask, tasks = targets.tasks, anchor = targets.anchor()): void {
  if (!tasks.length || !anchor) return;
  // A date opens at its own end of the row, so that the title stays in sight.
  if (what === 'due') anchor = anchor.querySelector<HTMLElement>('.dd') ?? anchor;
  void overlays.show('task-ask', {
    what,
    ids: tasks.map((task) => task.id),
    anchor,
    reload: targets.active?.reload,
  });
}

const asking = (what: Ask, keys: string, icon: Action['icon']): Action => ({
  id: `task.${what}`,
  label: () => t(`tasks.key.${what}`),
  group: 'task',
  keys: [keys],
  icon,
  allowed: what === 'plan' ? some : writable,
  run: () => ask(what),
});

const categories: Category[] = ['todo', 'doing', 'waiting', 'done'];

export const taskActions: Action[] = [
  {
    id: 'task.done',
    label: () => t('tasks.key.done'),
    group: 'task',
    keys: ['e'],
    icon: CircleCheck,
    allowed: some,
    run: () => {
      const tasks = targets.tasks;
      const open = tasks.some((task) => !isDone(task));
      return change.toCategory(tasks, open ? 'done' : 'todo', reload);
    },
  },
  ...categories.map((category, i): Action => ({
    id: `task.category.${category}`,
    label: () => t('tasks.key.category', { name: t(`common.category.${category}`) }),
    group: 'task',
    keys: [String(i + 1)],
    allowed: writable,
    run: () => change.toCategory(targets.tasks, category, reload),
  })),
  asking('assignee', 'a', UserRound),
  {
    id: 'task.mine',
    label: () => t('tasks.key.mine'),
    group: 'task',
    keys: ['i'],
    icon: UserRoundCheck,
    allowed: writable,
    run: () => store.me && change.assign(targets.tasks, store.me.id, reload),
  },
  asking('due', 'd', CalendarClock),
  asking('plan', 'p', Sun),
  asking('priority', '!', Flag),
  asking('tag', 'l', Tag),
  {
    id: 'task.move',
    label: () => t('tasks.key.move'),
    group: 'task',
    keys: ['m'],
    icon: ArrowRightLeft,
    allowed: writable,
    run: () => overlays.show('task-move', { ids: targets.ids }),
  },
  {
    id: 'task.follow',
    label: () => t('tasks.key.follow'),
    group: 'task',
    keys: ['f'],
    icon: Eye,
    allowed: one,
    run: () => targets.tasks[0] && change.follow(targets.tasks[0]),
  },
  {
    id: 'task.subtask',
    label: () => t('tasks.key.subtask'),
    group: 'task',
    keys: ['t'],
    icon: ListPlus,
    allowed: () => one() && writable() && !targets.tasks[0]?.parent_id,
    run: () => {
      const task = targets.tasks[0];
      if (!task) return;
      wish.make(task.id, 'subtask');
      if (!document.querySelector(`[data-panel="${task.id}"]`)) router.set({ task: task.key || task.id }, {});
    },
  },
  {
    id: 'task.repeat',
    label: () => t('tasks.key.repeat'),
    group: 'task',
    keys: ['r'],
    icon: Repeat,
    allowed: () => one() && writable(),
    run: () => {
      const task = targets.tasks[0];
      const space = task && store.spaces.get(task.space_id);
      if (space) router.go(`${store.spacePath(space)}/processes/new?from=${task.id}`);
    },
  },
  {
    id: 'task.timer',
    label: () => t('tasks.key.timer'),
    group: 'task',
    keys: ['s'],
    icon: Timer,
    allowed: one,
    run: () => targets.ids[0] && toggleTimer(targets.ids[0]),
  },
  {
    id: 'task.archive',
    label: () =>
      t(targets.tasks.every((task) => task.archived) ? 'tasks.key.unarchive' : 'tasks.key.archive'),
    group: 'task',
    icon: Archive,
    allowed: writable,
    run: () => change.archive(targets.tasks, reload),
  },
  {
    id: 'task.trash',
    label: () => t('tasks.key.trash'),
    group: 'task',
    keys: ['Delete'],
    icon: Trash2,
    allowed: writable,
    run: () => change.trash(targets.tasks, reload),
  },
];
