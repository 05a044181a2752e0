import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    runes: true,
    // Short marks of a component's own rules: they are most of what does not compress in the sheet.
    cssHash: ({ hash, filename, css }) => `s-${hash(filename ?? css).slice(-5)}`,
  },
};
