import Inbox from '@lucide/svelte/icons/inbox';
import type { Action } from '../../app/actions.svelte';
import { router } from '../../app/router.svelte';
import { session } from '../../app/session.svelte';
import { t } from '../../words';

export const actions: Action[] = [
  {
    id: 'go.inbox',
    label: () => t('shell.inbox'),
    group: 'go',
    keys: ['g i'],
    icon: Inbox,
    allowed: () => session.state === 'in',
    run: () => router.go('/inbox'),
  },
];
