// Builds Empty.svelte as the page is built, and prints its script and style as JSON.
/* eslint no-console: off -- a program for the terminal */
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const virtual = 'virtual:empty';
const entry = `import { mount } from 'svelte';
import Empty from ${JSON.stringify(here('Empty.svelte'))};
mount(Empty, { target: document.body });`;

const output = await build({
  configFile: false,
  logLevel: 'error',
  root: here('../..'),
  plugins: [
    svelte(),
    {
      name: 'empty-entry',
      resolveId: (id) => (id === virtual ? `\0${virtual}` : undefined),
      load: (id) => (id === `\0${virtual}` ? entry : undefined),
    },
  ],
  build: { write: false, target: 'es2022', rolldownOptions: { input: virtual } },
});
const files = [output].flat().flatMap((one) => one.output);
const text = (ending) =>
  files
    .filter((file) => file.fileName.endsWith(ending))
    .map((file) => file.code ?? String(file.source))
    .join('\n');
console.log(JSON.stringify({ script: text('.js'), style: text('.css') }));
