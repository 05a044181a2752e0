import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/people/time', load: () => import('./TimesheetPage.svelte') },
  { path: '/people/time/entries', load: () => import('./EntriesPage.svelte') },
  { path: '/people/time/approve', load: () => import('./ApprovePage.svelte') },
  { path: '/people/time/:person/:monday', load: () => import('./WeekPage.svelte') },
];

export const overlays = {
  'time-entry': () => import('./EntryDialog.svelte'),
  'time-invoice': () => import('./InvoiceDialog.svelte'),
  'time-rate': () => import('./RateDialog.svelte'),
  'time-return': () => import('./ReturnDialog.svelte'),
};
