import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Upload from '@lucide/svelte/icons/upload';
import type { Action } from '../../app/actions.svelte';
import { router } from '../../app/router.svelte';
import { store } from '../../app/store.svelte';
import { t } from '../../words';

export const actions: Action[] = [
  {
    id: 'go.admin',
    label: () => t('shell.admin'),
    group: 'go',
    icon: ShieldCheck,
    allowed: () => store.isAdmin,
    run: () => router.go('/admin/people'),
  },
  {
    id: 'go.import',
    label: () => t('shell.import'),
    group: 'go',
    icon: Upload,
    allowed: () => store.me !== null && store.me.role !== 'guest',
    run: () => router.go('/admin/import'),
  },
];
