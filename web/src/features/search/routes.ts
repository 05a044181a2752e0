import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [{ path: '/search', load: () => import('./SearchPage.svelte') }];

export const overlays = { palette: () => import('./Palette.svelte') };
