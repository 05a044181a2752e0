import ChartColumn from '@lucide/svelte/icons/chart-column';
import type { Action } from '../../app/actions.svelte';
import { router } from '../../app/router.svelte';
import { session } from '../../app/session.svelte';
import { t } from '../../words';

export const actions: Action[] = [
  {
    id: 'go.reports',
    label: () => t('shell.reports'),
    group: 'go',
    keys: ['g r'],
    icon: ChartColumn,
    allowed: () => session.state === 'in',
    run: () => router.go('/reports'),
  },
];
