// Moving about in a list or on a board, and moving rows, by keys alone.
import type { Action } from '../../../app/actions.svelte';
import { announce } from '../../../app/announce.svelte';
import { router } from '../../../app/router.svelte';
import { store } from '../../../app/store.svelte';
import { t } from '../../../words';
import { wish } from '../wish.svelte';
import type { TasksView } from './page.svelte';

/** With the panel open beside the list, it follows the row the keyboard goes to. */
function follow(view: TasksView): void {
  const task = store.tasks.get(view.cursor.at ?? '');
  const open = router.query.get('task');
  if (!task || !open || !matchMedia('(min-width: 1100px)').matches) return;
  wish.make(task.id, 'none');
  router.set({ task: task.key || task.id });
}

async function step(view: TasksView, by: number): Promise<void> {
  const { cursor, list } = view;
  if (view.layout === 'list' || !cursor.at) {
    const last = cursor.at !== null && list.ids.at(-1) === cursor.at;
    const group = cursor.at ? list.groupWith(cursor.at) : undefined;
    if (by > 0 && group?.next && (last || group.ids.at(-1) === cursor.at)) await list.more(group.id);
    cursor.move(by);
  } else {
    const column = list.groupWith(cursor.at);
    if (!column) return cursor.move(by);
    const at = column.ids.indexOf(cursor.at);
    if (by > 0 && at === column.ids.length - 1 && column.next) await list.more(column.id);
    const ids = list.groupWith(cursor.at)?.ids ?? [];
    const to = ids[at + by];
    cursor.focus(to ?? cursor.at);
  }
  follow(view);
}

/** To the column beside, at about the same height. */
function across(view: TasksView, by: number): void {
  const { cursor, groups } = view;
  const from = groups.findIndex((group) => cursor.at && group.ids.includes(cursor.at));
  if (from < 0) return cursor.move(1);
  const at = groups[from]?.ids.indexOf(cursor.at ?? '') ?? 0;
  for (let i = from + by; i >= 0 && i < groups.length; i += by) {
    const ids = groups[i]?.ids ?? [];
    const to = ids[Math.min(at, ids.length - 1)];
    if (to) {
      cursor.focus(to);
      return follow(view);
    }
  }
}

async function carry(view: TasksView, sideways: number, down: number): Promise<void> {
  const id = view.cursor.at;
  const groups = view.groups;
  const from = groups.findIndex((group) => id && group.ids.includes(id));
  const group = groups[from];
  if (!id || !group || !view.canWrite) return;
  if (sideways) {
    const target = groups[from + sideways];
    if (!target) return announce(t('list.no_further'));
    const at = group.ids.indexOf(id);
    const before = view.ordered ? (target.ids[at] ?? null) : (target.ids[0] ?? null);
    await view.move([id], target.id, before);
    return;
  }
  const rest = group.ids.filter((other) => other !== id);
  const at = group.ids.indexOf(id) + down;
  if (at >= 0 && at <= rest.length) {
    if (!view.ordered) return announce(t('list.not_ordered'));
    await view.move([id], group.id, rest[at] ?? null);
    return;
  }
  // Past the end of a group of a list, the row goes into the next one.
  const next = view.layout === 'list' ? groups[from + down] : undefined;
  if (!next) return announce(t('list.no_further'));
  await view.move([id], next.id, down > 0 ? (next.ids[0] ?? null) : null);
}

export function listActions(view: TasksView): Action[] {
  const inList = () => view.list.ids.length > 0;
  const board = () => view.layout === 'board' && inList();
  const onRow = () => view.cursor.at !== null && inList();
  return [
    {
      id: 'list.next',
      label: () => t('list.key.next'),
      group: 'list',
      keys: ['j', 'ArrowDown'],
      quiet: true,
      allowed: inList,
      run: () => step(view, 1),
    },
    {
      id: 'list.previous',
      label: () => t('list.key.previous'),
      group: 'list',
      keys: ['k', 'ArrowUp'],
      quiet: true,
      allowed: inList,
      run: () => step(view, -1),
    },
    {
      id: 'board.left',
      label: () => t('list.key.left'),
      group: 'board',
      keys: ['h', 'ArrowLeft'],
      quiet: true,
      allowed: board,
      run: () => across(view, -1),
    },
    {
      id: 'board.right',
      label: () => t('list.key.right'),
      group: 'board',
      keys: ['ArrowRight'],
      quiet: true,
      allowed: board,
      run: () => across(view, 1),
    },
    {
      id: 'list.carry_up',
      label: () => t('list.key.carry_up'),
      group: 'list',
      keys: ['alt+ArrowUp'],
      quiet: true,
      allowed: onRow,
      run: () => carry(view, 0, -1),
    },
    {
      id: 'list.carry_down',
      label: () => t('list.key.carry_down'),
      group: 'list',
      keys: ['alt+ArrowDown'],
      quiet: true,
      allowed: onRow,
      run: () => carry(view, 0, 1),
    },
    {
      id: 'board.carry_left',
      label: () => t('list.key.carry_left'),
      group: 'board',
      keys: ['alt+ArrowLeft'],
      quiet: true,
      allowed: () => board() && onRow(),
      run: () => carry(view, -1, 0),
    },
    {
      id: 'board.carry_right',
      label: () => t('list.key.carry_right'),
      group: 'board',
      keys: ['alt+ArrowRight'],
      quiet: true,
      allowed: () => board() && onRow(),
      run: () => carry(view, 1, 0),
    },
    {
      id: 'list.select',
      label: () => t('list.key.select'),
      group: 'list',
      keys: ['x'],
      quiet: true,
      allowed: onRow,
      run: () => view.cursor.at && view.selection.toggle(view.cursor.at),
    },
    {
      id: 'list.select_to',
      label: () => t('list.key.select_to'),
      group: 'list',
      keys: ['shift+x'],
      quiet: true,
      allowed: onRow,
      run: () => view.cursor.at && view.selection.stretch(view.cursor.at, view.list.ids),
    },
    {
      id: 'list.unselect',
      label: () => t('list.select_none'),
      group: 'list',
      keys: ['Escape'],
      quiet: true,
      allowed: () => view.selection.size > 0 || view.selection.mode,
      run: () => view.selection.clear(),
    },
    {
      id: 'list.peek',
      label: () => t('list.key.peek'),
      group: 'list',
      keys: ['Space'],
      quiet: true,
      allowed: onRow,
      run: () => {
        const task = store.tasks.get(view.cursor.at ?? '');
        if (!task) return;
        const name = task.key || task.id;
        wish.make(task.id, 'none');
        router.set({ task: router.query.get('task') === name ? null : name });
      },
    },
    {
      id: 'list.new',
      label: () => t('list.add'),
      group: 'list',
      keys: ['n'],
      allowed: () => view.canWrite && view.groups.length > 0,
      run: () => {
        const here = view.cursor.at ? view.list.groupWith(view.cursor.at)?.id : undefined;
        view.adding = here ?? view.groups[0]?.id ?? null;
      },
    },
  ];
}
