// The limit: an empty page of the same framework, built by the same tools with the same settings.
//
// The server knows no such page, so the browser is handed its two files; what they ask for afterwards goes to
// the server like everything else.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
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

/**
 * Built in a process of its own: what counts is what it printed. The builder's native threads have been seen to
 * crash a process as it ends, which must not look like a failed measurement.
 */
async function built() {
  const { stdout } = await promisify(execFile)(process.execPath, [here('build-empty.mjs')]).catch((ended) =>
    ended.signal ? ended : Promise.reject(ended),
  );
  return JSON.parse(stdout);
}
