import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/s/:space/documents', load: () => import('./DocumentsPage.svelte') },
  { path: '/p/:document', load: () => import('./DocumentPage.svelte') },
];

export const overlays = {
  'document-move': () => import('./MoveDocument.svelte'),
  'document-name': () => import('./NameDialog.svelte'),
  'page-new': () => import('./NewPage.svelte'),
};

export const panels = [
  { param: 'versions', load: () => import('./VersionsPanel.svelte') },
  { param: 'details', load: () => import('./DetailsPanel.svelte') },
];
