import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/s/:space/discussions', load: () => import('./DiscussionsPage.svelte') },
  { path: '/s/:space/discussions/:topic', load: () => import('./DiscussionsPage.svelte') },
  { path: '/direct', load: () => import('./DirectPage.svelte') },
  { path: '/direct/:topic', load: () => import('./DirectPage.svelte') },
  { path: '/d/:topic', load: () => import('./TopicPage.svelte') },
];

export const overlays = {
  'task-from-message': () => import('./TaskFromMessage.svelte'),
  poll: () => import('./NewPoll.svelte'),
  'check-in': () => import('./CheckInForm.svelte'),
  'topic-move': () => import('./MoveTopic.svelte'),
};
