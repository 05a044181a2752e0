import Newspaper from '@lucide/svelte/icons/newspaper';
import type { Action } from '../../app/actions.svelte';
import { router } from '../../app/router.svelte';
import { session } from '../../app/session.svelte';
import { t } from '../../words';

export const actions: Action[] = [
  {
    id: 'go.happened',
    label: () => t('shell.happened'),
    group: 'go',
    keys: ['g w'],
    icon: Newspaper,
    allowed: () => session.state === 'in',
    run: () => router.go('/what-happened'),
  },
];
