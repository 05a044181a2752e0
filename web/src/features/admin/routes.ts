import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/admin', load: () => import('./people/AdminPeople.svelte') },
  { path: '/admin/people', load: () => import('./people/AdminPeople.svelte') },
  { path: '/admin/organization', load: () => import('./organization/AdminOrganization.svelte') },
  { path: '/admin/spaces', load: () => import('./AdminSpaces.svelte') },
  { path: '/admin/backups', load: () => import('./backups/AdminBackups.svelte') },
  { path: '/admin/mail', load: () => import('./AdminMail.svelte') },
  { path: '/admin/jobs', load: () => import('./AdminJobs.svelte') },
  { path: '/admin/log', load: () => import('./AdminLog.svelte') },
  { path: '/admin/server', load: () => import('./AdminServer.svelte') },
];

export const panels = [
  { param: 'leaving', load: () => import('./people/LeavingPanel.svelte') },
  { param: 'restore', load: () => import('./backups/RestorePanel.svelte') },
];

export const overlays = {
  'erase-person': () => import('./people/EraseDialog.svelte'),
  'reset-link': () => import('./people/ResetLink.svelte'),
};
