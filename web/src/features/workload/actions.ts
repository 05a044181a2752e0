import Gauge from '@lucide/svelte/icons/gauge';
import type { Action } from '../../app/actions.svelte';
import { router } from '../../app/router.svelte';
import { session } from '../../app/session.svelte';
import { store } from '../../app/store.svelte';
import { t } from '../../words';

export const actions: Action[] = [
  {
    id: 'go.workload',
    label: () => t('shell.workload'),
    group: 'go',
    keys: ['g l'],
    icon: Gauge,
    allowed: () => session.state === 'in' && store.me?.role !== 'guest',
    run: () => router.go('/people/workload'),
  },
];
