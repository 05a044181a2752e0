// What a browser test starts with: `const { page, api } = await guild(t)`.
//
// Everything is closed when the test ends, and the test fails when the page had a fault.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { caller } from './api.mjs';
import { launch, newPage, signIn } from './browser.mjs';
import { owner, startServer } from './server.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
});

/**
 * A server of its own for this test, and a page.
 * - `prepare`: see `startServer`.
 * - `signedIn`: as the owner, unless false or nothing is prepared.
 * - `viewport` and other profile options are passed on.
 */
export async function guild(
  t,
  { prepare = 'owner', signedIn = prepare !== 'nothing', args, ...profile } = {},
) {
  const server = await startServer({ prepare, args });
  const pages = [];
  t.after(async () => {
    const faults = pages.flatMap((page) => page.faults);
    for (const page of pages) await page.context().close();
    await server.close();
    assert.deepEqual(faults, [], 'the page had faults');
  });
  const open = async (options = {}) => {
    const page = await newPage(browser, server, { ...profile, ...options });
    pages.push(page);
    return page;
  };
  const page = await open();
  if (signedIn) await signIn(page, server.person);
  return { server, page, open, api: caller(page), owner };
}
