import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [{ path: '/inbox', load: () => import('./InboxPage.svelte') }];
