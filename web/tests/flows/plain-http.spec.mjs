// A name in the network of an office, without encryption: no secure context, so no randomUUID and no clipboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, newPage } from '../support/browser.mjs';
import { startServer } from '../support/server.mjs';
import { signInAndCapture } from '../support/door.mjs';

const NAME = 'guildhall.northfold.example';

test('the page works on plain http under a name', async (t) => {
  const server = await startServer();
  t.after(() => server.close());
  const browser = await launch({ args: [`--host-resolver-rules=MAP ${NAME} 127.0.0.1`] });
  t.after(() => browser.close());
  const url = server.url.replace('127.0.0.1', NAME);
  const page = await newPage(browser, { url });
  await page.goto('/');
  assert.equal(await page.evaluate(() => window.isSecureContext), false);
  await signInAndCapture(page, server.person, 'Sweep the flue');
  const panel = page.getByRole('region', { name: /Sweep the flue/ });
  await panel.getByRole('button', { name: 'Copy link' }).click();
  await page.getByRole('region', { name: 'Messages' }).getByText('Link copied').waitFor();
  await panel.getByRole('textbox', { name: 'Write a comment' }).fill('Brush is in the van');
  await page.keyboard.press('Control+Enter');
  await panel.getByText('Brush is in the van').waitFor();
  // The browser says aloud that this header has no meaning without encryption. That is all it says.
  const faults = page.faults.filter((fault) => !fault.includes('Cross-Origin-Opener-Policy'));
  assert.deepEqual(faults, []);
  assert.ok(await page.evaluate(() => document.cookie === ''), 'the sign-in is out of reach of scripts');
});
