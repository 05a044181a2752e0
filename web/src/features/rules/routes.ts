import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/s/:space/rules', load: () => import('./RulesPage.svelte') },
  { path: '/s/:space/rules/:rule', load: () => import('./RulesPage.svelte') },
  { path: '/admin/rules', load: () => import('./AdminRules.svelte') },
  { path: '/admin/rules/:rule', load: () => import('./AdminRules.svelte') },
];
