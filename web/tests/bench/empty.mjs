// The limit: an empty page of the same framework, built by the same tools with the same settings.
//
// The server knows no such page, so the browser is handed its two files; what they ask for afterwards goes to
// the server like everything else.
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const entry = `import { mount } from 'svelte';
import Empty from ${JSON.stringify(here('Empty.svelte'))};
mount(Empty, { target: document.body });`;
const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Empty</title>
<link rel="stylesheet" href="/empty.css"><script type="module" src="/empty.js"></script></html>`;

/** Opens it on this page. Answers the page, and what its first load weighs. */
export async function emptyPage(page) {
  const { script, style } = await built();
  const files = { '/empty': html, '/empty.js': script, '/empty.css': style };
  const types = { '/empty': 'text/html', '/empty.js': 'text/javascript', '/empty.css': 'text/css' };
  await page.route(/\/empty(\.\w+)?$/, (route) => {
    const { pathname } = new URL(route.request().url());
    return route.fulfill({ body: files[pathname], contentType: types[pathname] });
  });
  await page.goto('/empty');
  await page.locator('#open').waitFor();
  // Nothing stands between the page and the server while it is measured.
  await page.unrouteAll();
  const packed = Object.values(files).map((text) => gzipSync(text, { level: 9 }).length);
  return {
    page,
    requests: packed.length,
    scriptBytes: packed[1],
    bytes: packed.reduce((sum, some) => sum + some),
  };
}

async function built() {
  const virtual = 'virtual:empty';
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
  return { script: text('.js'), style: text('.css') };
}
