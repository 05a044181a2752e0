import CalendarDays from '@lucide/svelte/icons/calendar-days';
import type { Action } from '../../app/actions.svelte';
import { router } from '../../app/router.svelte';
import { session } from '../../app/session.svelte';
import { t } from '../../words';

export const actions: Action[] = [
  {
    id: 'go.calendar',
    label: () => t('shell.calendar'),
    group: 'go',
    keys: ['g c'],
    icon: CalendarDays,
    allowed: () => session.state === 'in',
    run: () => router.go('/calendar'),
  },
];
