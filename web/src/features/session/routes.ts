import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/signin', open: true, load: () => import('./SignIn.svelte') },
  { path: '/setup', open: true, load: () => import('./Setup.svelte') },
  { path: '/setup/people', bare: true, load: () => import('./SetupPeople.svelte') },
  { path: '/join', open: true, load: () => import('./Join.svelte') },
  { path: '/forgot', open: true, load: () => import('./Forgot.svelte') },
  { path: '/reset', open: true, load: () => import('./Reset.svelte') },
  { path: '/unsubscribe', open: true, load: () => import('./Unsubscribe.svelte') },
  { path: '/new-password', bare: true, load: () => import('./NewPassword.svelte') },
];
