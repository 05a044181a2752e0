export const overlays = {
  'template-save': () => import('./SaveTemplate.svelte'),
  'template-begin': () => import('./FromTemplate.svelte'),
};
