import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/f/:form', open: true, load: () => import('./OutsideFormPage.svelte') },
  { path: '/forms/:form', load: () => import('./AnswerPage.svelte') },
  { path: '/s/:space/forms', load: () => import('./FormsPage.svelte') },
  { path: '/s/:space/forms/:form', load: () => import('./FormPage.svelte') },
];
