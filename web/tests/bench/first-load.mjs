// What a person on a slow line waits for: Home with nothing cached, every file as gzip, which is what a browser
// takes over plain http.
import { request } from 'node:http';
import { settled } from '../support/look.mjs';
import { signIn } from '../support/browser.mjs';

const most = { script: 90_000, bytes: 200_000, requests: 10 };
const kb = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;

export async function firstLoad(page, server, empty) {
  await signIn(page, server.person);
  const asked = [];
  page.on('requestfinished', (one) => asked.push(one));
  // What comes once the browser is at rest is not waited for, so it never is.
  await page.addInitScript(() => (window.requestIdleCallback = () => 0));
  await page.goto('/');
  await settled(page);
  const { cookies } = await page.context().storageState();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const sizes = await Promise.all(asked.map((one) => packed(one.url(), cookie)));
  const sum = (kind) => asked.reduce((all, one, i) => all + (kind(one.resourceType()) ? sizes[i] : 0), 0);
  const script = sum((kind) => kind === 'script');
  const bytes = sum(() => true);
  const requests = asked.length;
  return [
    {
      work: 'first load of Home, nothing cached, gzip',
      items: 0,
      guildhall: `${kb(script)} of script, ${kb(bytes)} in ${requests} requests`,
      limit: `${kb(empty.scriptBytes)} of script, ${kb(empty.bytes)} in ${empty.requests} requests, empty page`,
      ratio: null,
      reach: '≤ 90 kB of script; ≤ 200 kB, ≤ 10 requests',
      held: script <= most.script && bytes <= most.bytes && requests <= most.requests,
      errors: page.faults.length,
    },
  ];
}

/** The bytes of the body on the wire, unlike those the browser counts, which takes brotli here. */
async function packed(url, cookie) {
  return await new Promise((resolve, reject) => {
    request(url, { headers: { cookie, 'accept-encoding': 'gzip' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (part) => (bytes += part.length)).on('end', () => resolve(bytes));
    })
      .on('error', reject)
      .end();
  });
}
