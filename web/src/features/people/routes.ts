import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/people', load: () => import('./PeoplePage.svelte') },
  { path: '/people/:id', load: () => import('./ProfilePage.svelte') },
];

export const overlays = { 'edit-person': () => import('./EditPerson.svelte') };
