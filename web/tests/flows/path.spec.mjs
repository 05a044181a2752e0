// Guildhall under a path of an address it shares, behind a proxy that takes the path away and one that leaves it.
import assert from 'node:assert/strict';
import { createServer, request as ask } from 'node:http';
import { after, before, test } from 'node:test';
import { launch, newPage } from '../support/browser.mjs';
import { signInAndCapture } from '../support/door.mjs';
import { startServer } from '../support/server.mjs';

const PATH = '/office';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** A proxy that knows one path and nothing else. */
async function startProxy(t, strips) {
  const proxy = { to: '', strangers: [] };
  const listener = createServer((incoming, outgoing) => {
    if (incoming.url !== PATH && !incoming.url.startsWith(`${PATH}/`)) {
      proxy.strangers.push(incoming.url);
      outgoing.writeHead(404).end();
      return;
    }
    const path = strips ? incoming.url.slice(PATH.length) || '/' : incoming.url;
    const { method, headers } = incoming;
    const passed = ask(new URL(path, proxy.to), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise((listening) => listener.listen(0, '127.0.0.1', listening));
  t.after(() => listener.close().closeAllConnections());
  proxy.url = `http://127.0.0.1:${listener.address().port}${PATH}`;
  return proxy;
}

for (const strips of [true, false]) {
  test(`signing in and capturing under a path the proxy ${strips ? 'takes away' : 'leaves'}`, async (t) => {
    const proxy = await startProxy(t, strips);
    const server = await startServer({ args: ['--public-url', proxy.url, '--trusted-proxy', '127.0.0.1'] });
    t.after(() => server.close());
    proxy.to = server.url;
    const page = await newPage(browser, { url: `${proxy.url}/` });
    t.after(() => page.context().close());

    await page.goto('./');
    await signInAndCapture(page, server.person, 'Sweep the flue');
    await page.getByRole('region', { name: /Sweep the flue/ }).waitFor();
    assert.ok(page.url().startsWith(`${proxy.url}/`), page.url());
    // An address that was kept opens where it was.
    await page.reload();
    await page.getByRole('region', { name: /Sweep the flue/ }).waitFor();
    assert.deepEqual(page.faults, []);
    assert.deepEqual(proxy.strangers, [], 'everything the page asks for lies under the path');
  });
}
