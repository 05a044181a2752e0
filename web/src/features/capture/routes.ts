export const overlays = { capture: () => import('./CaptureDialog.svelte') };
