// What a person on a slow line waits for: Home, nothing cached.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { guild } from './support/guild.mjs';
import { settled } from './support/look.mjs';
import { edit, pageIn } from './support/pages.mjs';

const KB = 1000;

test('the first load of Home stays inside its budget', async (t) => {
  const { page } = await guild(t);
  const loaded = [];
  page.on('requestfinished', (request) => loaded.push(request));
  // What comes once the browser is at rest is not waited for, so it never is.
  await page.addInitScript(() => (window.requestIdleCallback = () => 0));
  await page.goto('/');
  await settled(page);

  const facts = await Promise.all(
    loaded.map(async (request) => ({
      path: new URL(request.url()).pathname,
      kind: request.resourceType(),
      bytes: (await request.sizes()).responseBodySize,
    })),
  );
  const sum = (some) => some.reduce((total, one) => total + one.bytes, 0);
  const said = facts.map((one) => `${String(one.bytes).padStart(7)} ${one.kind} ${one.path}`).join('\n');
  assert.ok(facts.length <= 10, `${facts.length} requests, 10 at most:\n${said}`);
  assert.ok(sum(facts) <= 200 * KB, `${sum(facts)} bytes in all, 200 kB at most:\n${said}`);
  const scripts = facts.filter((one) => one.kind === 'script');
  assert.ok(sum(scripts) <= 90 * KB, `${sum(scripts)} bytes of script, 90 kB at most:\n${said}`);
});

test('the editor of pages stays inside its budget, and comes when somebody edits', async (t) => {
  const { page, api } = await guild(t);
  const { at } = await pageIn(api, 'We met at nine.');
  const isEditor = (url) => /\/(Editor|tiptap|yjs)-[^/]*\.js$/.test(new URL(url).pathname);
  const loaded = [];
  page.on('requestfinished', (request) => isEditor(request.url()) && loaded.push(request));
  await page.goto(at);
  await page.getByText('We met at nine.').waitFor();
  await settled(page);
  assert.deepEqual(
    loaded.map((request) => request.url()),
    [],
    'reading needs none of it',
  );
  await edit(page, at);
  assert.ok(loaded.length > 0, 'the editor is among these');
  const sizes = await Promise.all(
    loaded.map(async (request) => gzipSync(await (await request.response()).body(), { level: 9 }).length),
  );
  const all = sizes.reduce((total, one) => total + one, 0);
  assert.ok(all <= 160 * KB, `${all} bytes of script as gzip, 160 kB at most`);
});
