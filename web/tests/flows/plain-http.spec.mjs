// A name in the network of an office, without encryption: no secure context, so no randomUUID and no clipboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, newPage } from '../support/browser.mjs';
import { startServer } from '../support/server.mjs';
import { expectFocus, settled } from '../support/look.mjs';

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
  await page.getByLabel('E-mail').fill(server.person.email);
  await page.getByLabel('Password', { exact: true }).fill(server.person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page
    .getByRole('link', { name: /^Today/ })
    .first()
    .waitFor();
  await settled(page);

  await page.keyboard.press('Escape');
  await page.locator('h1').first().click();
  await page.keyboard.press('c');
  await expectFocus(page, /New task/);
  await page.keyboard.type('Sweep the flue today');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Sweep the flue' }).first().click();
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
