import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/admin/webhooks', load: () => import('./AdminWebhooks.svelte') },
  { path: '/admin/webhooks/:webhook', load: () => import('./WebhookPage.svelte') },
];

export const overlays = {
  webhook: () => import('./WebhookDialog.svelte'),
  'webhook-secret': () => import('./SecretDialog.svelte'),
  'webhook-delete': () => import('./DeleteDialog.svelte'),
};
