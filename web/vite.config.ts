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
    rolldownOptions: {
      output: {
        // A few pieces instead of crumbs, because every request counts: what the first load needs, the rest of
        // the kit, a space's tasks, and an open task. A module goes into the first piece that asks for it.
        codeSplitting: {
          groups: [
            { name: 'core', test: /\/src\/main\.ts$/, priority: 4 },
            // The keys come after the first key is pressed; their signs come along.
            { name: 'keys', test: /\/src\/features\/tasks\/keys\.ts$/, priority: 3.5 },
            // Only who writes a page needs the editor; the shared words are needed for passages of a page that is read, too.
            { name: 'yjs', test: /\/node_modules\/(yjs|lib0)\//, priority: 3.8 },
            { name: 'tiptap', test: /\/node_modules\/(@tiptap|prosemirror-|y-protocols)/, priority: 3.7 },
            { name: 'kit', test: /\/src\/ui\/[A-Z]\w+\.svelte$|\/@lucide\/svelte\//, priority: 3 },
            { name: 'tasks', test: /\/src\/features\/tasks\/(list|ask)\//, priority: 2 },
            { name: 'task', test: /\/src\/features\/(tasks\/panel|activity)\//, priority: 1 },
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
