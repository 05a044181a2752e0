// A page goes out as a Word document and comes back as a page.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';

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
  await page.getByRole('button', { name: 'More for Price list' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Download for Word', exact: true }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'Price list.docx');
  const path = await download.path();
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
