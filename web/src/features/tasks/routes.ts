import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/s/:space', load: () => import('./list/Redirect.svelte') },
  { path: '/s/:space/tasks', load: () => import('./list/TasksPage.svelte') },
  { path: '/t/:key', load: () => import('./panel/TaskPage.svelte') },
  { path: '/trash/:space', load: () => import('./trash/TrashPage.svelte') },
];

export const panels = [{ param: 'task', load: () => import('./panel/TaskPanel.svelte') }];

export const overlays = {
  'task-ask': () => import('./ask/TaskAsk.svelte'),
  'task-move': () => import('./ask/MoveDialog.svelte'),
  'paste-tasks': () => import('./list/PasteLines.svelte'),
  'save-view': () => import('./list/SaveView.svelte'),
};
