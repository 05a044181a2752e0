import Clock from '@lucide/svelte/icons/clock';
import type { Action } from '../../app/actions.svelte';
import { router } from '../../app/router.svelte';
import { session } from '../../app/session.svelte';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { stopTimer } from './timer';

export const actions: Action[] = [
  {
    id: 'go.time',
    label: () => t('shell.timesheet'),
    group: 'go',
    keys: ['g t'],
    icon: Clock,
    allowed: () => session.state === 'in',
    run: () => router.go('/people/time'),
  },
  {
    id: 'timer.stop',
    label: () => t('shell.timer_stop'),
    group: 'global',
    icon: Clock,
    allowed: () => store.timer !== null,
    run: () => stopTimer(),
  },
];
