import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [{ path: '/admin/import', load: () => import('./ImportPage.svelte') }];
