import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/calendar', load: () => import('./CalendarPage.svelte') },
  { path: '/e/:event', load: () => import('./Redirect.svelte') },
];

export const panels = [{ param: 'event', load: () => import('./EventPanel.svelte') }];

export const overlays = {
  'event-form': () => import('./EventForm.svelte'),
  'event-which': () => import('./WhichTimes.svelte'),
  'calendar-show': () => import('./ShowDialog.svelte'),
  rooms: () => import('./RoomsDialog.svelte'),
};
