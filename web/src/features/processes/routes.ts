import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/s/:space/processes', load: () => import('./ProcessesPage.svelte') },
  { path: '/s/:space/processes/new', load: () => import('./EditPage.svelte') },
  { path: '/s/:space/processes/:process', load: () => import('./ProcessPage.svelte') },
  { path: '/s/:space/processes/:process/edit', load: () => import('./EditPage.svelte') },
];

export const overlays = {
  'process-skip': () => import('./SkipDialog.svelte'),
};

export const panels = [{ param: 'procedures', load: () => import('./ProceduresPanel.svelte') }];
