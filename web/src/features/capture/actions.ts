import Plus from '@lucide/svelte/icons/plus';
import type { Action } from '../../app/actions.svelte';
import { overlays } from '../../app/overlays.svelte';
import { router } from '../../app/router.svelte';
import { store } from '../../app/store.svelte';
import { t } from '../../words';

/** In a space one may write in, a new task goes there unless the line says otherwise. */
function here(): string | undefined {
  const key = /^\/s\/([^/]+)/.exec(router.path)?.[1];
  const space = key ? store.spaceAt(decodeURIComponent(key)) : undefined;
  return space?.can.write ? space.id : undefined;
}

export const actions: Action[] = [
  {
    id: 'capture',
    label: () => t('shell.new_task'),
    group: 'global',
    keys: ['c'],
    icon: Plus,
    allowed: () => store.me !== null,
    run: () => overlays.show('capture', { spaceId: here() }),
  },
];
