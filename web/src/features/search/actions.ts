import Search from '@lucide/svelte/icons/search';
import type { Action } from '../../app/actions.svelte';
import { overlays } from '../../app/overlays.svelte';
import { store } from '../../app/store.svelte';
import { t } from '../../words';

export const actions: Action[] = [
  {
    id: 'search',
    label: () => t('shell.search_or_command'),
    group: 'global',
    keys: ['mod+k', '/'],
    icon: Search,
    allowed: () => store.me !== null,
    run: () => overlays.show('palette'),
  },
];
