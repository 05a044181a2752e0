export const overlays = {
  remind: () => import('./RemindDialog.svelte'),
};
