import ListFilter from '@lucide/svelte/icons/list-filter';
import type { Action } from '../../app/actions.svelte';
import { router } from '../../app/router.svelte';
import { session } from '../../app/session.svelte';
import { t } from '../../words';

export const actions: Action[] = [
  {
    id: 'go.lists',
    label: () => t('shell.lists'),
    group: 'go',
    icon: ListFilter,
    allowed: () => session.state === 'in',
    run: () => router.go('/lists'),
  },
];
