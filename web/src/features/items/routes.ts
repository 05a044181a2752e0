export const overlays = {
  'pick-document': () => import('./PickDocument.svelte'),
};
