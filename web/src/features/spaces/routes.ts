import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/s/:space/overview', load: () => import('./OverviewPage.svelte') },
  { path: '/s/:space/settings', load: () => import('./SettingsPage.svelte') },
];

export const overlays = {
  'new-space': () => import('./NewSpace.svelte'),
  'delete-space': () => import('./DeleteSpace.svelte'),
  workflow: () => import('./WorkflowDialog.svelte'),
  choices: () => import('./ChoicesDialog.svelte'),
};
