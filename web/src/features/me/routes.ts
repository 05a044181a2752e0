import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [{ path: '/me', load: () => import('./MePage.svelte') }];
