// A page goes out as a Word document and comes back as a page.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { phone } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { attachYard, pageIn, takenOut, yardId } from '../support/pages.mjs';

const told = (page) => page.getByRole('region', { name: 'Messages' });

async function bring(page, space, file) {
  await page.goto(`/s/${space.prefix}/documents`);
  await settled(page);
  await page.getByRole('button', { name: 'More ways to add' }).click();
  const entry = page.getByRole('menuitem', { name: 'Page from Word, Markdown or HTML' });
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), entry.click()]);
  await chooser.setFiles(file);
}

test('a page goes out as a Word document and comes back as a page', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const body =
    '# Prices\n\nBread **daily**.\n\n1. Bake\n2. Sell\n\n- [x] Flour\n\n| Bread | Price |\n| --- | --- |\n| Rye | 3.20 |\n';
  const made = await api.post(`/spaces/${space.id}/pages`, { title: 'Price list', folder_id: null, body });
  await page.goto(`/p/${made.id}`);
  await settled(page);
  const { name, path } = await takenOut(page, 'Price list', 'Download for Word');
  assert.equal(name, 'Price list.docx');
  assert.equal(readFileSync(path).subarray(0, 2).toString(), 'PK');
  const file = `${path}.docx`;
  writeFileSync(file, readFileSync(path));

  await bring(page, space, file);
  await told(page).getByText('Price list is a page now').waitFor();
  assert.notEqual(new URL(page.url()).pathname, `/p/${made.id}`);
  await page.getByRole('heading', { name: 'Prices' }).waitFor();
  for (const words of ['Bake', 'Flour', 'Rye'])
    await page.getByText(words, { exact: true }).first().waitFor();
  assert.equal(await page.locator('strong', { hasText: 'daily' }).count(), 1);
  assert.equal(await page.locator('table th').count(), 2);
  assert.deepEqual(await brokenRules(page), []);

  // A file with a password says what to do, and nothing is made of it.
  const sealed = `${path}-sealed.docx`;
  writeFileSync(sealed, Buffer.from('d0cf11e0a1b11ae1', 'hex'));
  await bring(page, space, sealed);
  await told(page).getByText('This file has a password.').waitFor();
  assert.equal((await api.get(`/spaces/${space.id}/documents`)).items.length, 2);
});

test('a page goes out as one file of HTML that shows its picture and asks nobody for anything', async (t) => {
  const { page, api, open } = await guild(t);
  const { made, at } = await pageIn(api, `![The yard](guildhall:file/${yardId})\n\nWords`, 'Boiler sheet');
  await attachYard(page, made.id, yardId);
  await page.goto(at);
  await settled(page);
  const file = await takenOut(page, 'Boiler sheet', 'Download as HTML');
  assert.equal(file.name, 'Boiler sheet.html');
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-html-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const saved = join(folder, 'page.html');
  copyFileSync(file.path, saved);

  // Somewhere without a line, on a phone.
  const other = await open({ viewport: phone, offline: true });
  const alone = await other.context().newPage();
  const asked = [];
  alone.on('request', (request) => asked.push(request.url()));
  await alone.goto(pathToFileURL(saved).href);
  await alone.getByRole('heading', { name: 'Boiler sheet' }).waitFor();
  const picture = alone.getByRole('img', { name: 'The yard' });
  await alone.waitForFunction(() => document.querySelector('img').complete);
  assert.equal(await picture.evaluate((image) => image.naturalWidth), 1);
  assert.deepEqual(
    asked.filter((address) => !address.startsWith('data:')),
    [pathToFileURL(saved).href],
  );
  assert.ok(await alone.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});
