import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Relative addresses everywhere: the server may live under a path prefix, which it writes into <base>.
export default defineConfig(({ command }) => ({
  base: command === 'build' ? './' : '/',
  plugins: [svelte()],
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  build: {
    outDir: '../assets/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    // One sheet: small as it is, a page never waits for a second one.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        // One shared piece beside the entry instead of crumbs: every request of the first load counts.
        codeSplitting: {
          groups: [
            {
              name: 'core',
              test: /\/src\/(app|api)\/(?!registry|shell-actions)[^.]+(\.svelte)?\.ts$|\/src\/ui\/(Icon|Kbd)\.svelte$|\/node_modules\/(svelte|@lucide\/svelte\/dist\/(?!icons))\//,
            },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': process.env.GUILDHALL_URL ?? 'http://127.0.0.1:8080' },
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
}));
