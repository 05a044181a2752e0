// What can be done with a process: in its menu, on its page and in the palette the same.
import History from '@lucide/svelte/icons/history';
import Pause from '@lucide/svelte/icons/pause';
import Pencil from '@lucide/svelte/icons/pencil';
import Play from '@lucide/svelte/icons/play';
import Repeat from '@lucide/svelte/icons/repeat';
import SkipForward from '@lucide/svelte/icons/skip-forward';
import Trash2 from '@lucide/svelte/icons/trash-2';
import Undo from '@lucide/svelte/icons/undo-2';
import type { Process } from '../../api/types';
import type { Action } from '../../app/actions.svelte';
import { overlays } from '../../app/overlays.svelte';
import { router } from '../../app/router.svelte';
import { store } from '../../app/store.svelte';
import type { MenuItem } from '../../ui/Menu.svelte';
import { t } from '../../words';
import { restoreProcess, setPaused, startRun, trashProcess } from './mutations';
import { taskOf } from './run-of-task';

/** The address of a process; without one the list of the space. */
export function processPath(process: Pick<Process, 'id' | 'space_id'>): string {
  const space = store.spaces.get(process.space_id);
  const at = space ? store.spacePath(space) : `/s/${process.space_id}`;
  return `${at}/processes/${process.id}`;
}

export const start = (process: Process, reload: () => unknown) =>
  startRun(process, (run) => {
    void reload();
    // The new task beside the page, whatever page that is.
    router.set({ task: taskOf(run, process), procedures: null }, {});
  });

export const skip = (process: Process, reload: () => unknown) =>
  overlays.show('process-skip', { process, ondone: reload });

export function processMenu(
  process: Process,
  { reload, edit = true }: { reload: () => unknown; edit?: boolean },
): MenuItem[] {
  const live = process.trashed_at === null;
  const { can } = process;
  const list: MenuItem[] = [];
  const add = (when: boolean, item: MenuItem) => when && list.push(item);
  const then = (done: Promise<boolean>) => done.then((ok) => ok && reload());
  add(!live && can.edit, {
    id: 'restore',
    label: t('processes.restore'),
    icon: Undo,
    run: () => then(restoreProcess(process)),
  });
  add(live && can.run, {
    id: 'start',
    label: t('processes.start'),
    icon: Play,
    run: () => start(process, reload),
  });
  add(live && can.run && process.next_at !== null, {
    id: 'skip',
    label: t('processes.skip'),
    icon: SkipForward,
    run: () => skip(process, reload),
  });
  add(live && edit && can.edit, {
    id: 'edit',
    label: t('processes.edit'),
    icon: Pencil,
    run: () => router.go(`${processPath(process)}/edit`),
  });
  add(live && can.edit, {
    id: 'pause',
    label: t(process.paused ? 'processes.resume' : 'processes.pause'),
    icon: process.paused ? Repeat : Pause,
    run: () => then(setPaused(process, !process.paused)),
  });
  list.push({
    id: 'versions',
    label: t('processes.versions'),
    icon: History,
    run: () => router.set({ procedures: process.id, task: null }, {}),
  });
  add(live && can.edit, {
    id: 'trash',
    label: t('processes.trash'),
    icon: Trash2,
    danger: true,
    line: true,
    run: () => trashProcess(process),
  });
  return list;
}

/** The same for the palette, while the page of a process is open. */
export function processActions(process: () => Process | undefined, reload: () => unknown): Action[] {
  const labels = {
    start: 'processes.start',
    skip: 'processes.skip',
    edit: 'processes.edit',
    versions: 'processes.versions',
    trash: 'processes.trash',
    restore: 'processes.restore',
  };
  const item = (id: string) => {
    const one = process();
    return one && processMenu(one, { reload }).find((entry) => entry.id === id);
  };
  const action = (id: string, label: string): Action => ({
    id: `process.${id}`,
    label: () => item(id)?.label ?? label,
    group: 'list',
    icon: item(id)?.icon,
    words: () => t('processes.process'),
    allowed: () => item(id) !== undefined,
    run: () => item(id)?.run?.(),
  });
  return [
    ...Object.entries(labels).map(([id, key]) => action(id, t(key))),
    action('pause', t('processes.pause')),
  ];
}
