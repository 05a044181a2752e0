import Plus from '@lucide/svelte/icons/plus';
import type { Action } from '../../app/actions.svelte';
import { overlays } from '../../app/overlays.svelte';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { here } from './here';

export const actions: Action[] = [
  {
    id: 'capture',
    label: () => t('shell.new_task'),
    group: 'global',
    keys: ['c'],
    icon: Plus,
    allowed: () => store.me !== null,
    run: () => overlays.show('capture', { spaceId: here()?.id }),
  },
];
