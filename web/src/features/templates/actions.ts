import Copy from '@lucide/svelte/icons/copy-plus';
import type { Action } from '../../app/actions.svelte';
import { overlays } from '../../app/overlays.svelte';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { here } from '../capture/here';

export const actions: Action[] = [
  {
    id: 'from-template',
    label: () => t('shell.from_template'),
    group: 'global',
    icon: Copy,
    allowed: () => store.me !== null,
    run: () => overlays.show('template-begin', { space: here() }),
  },
];
