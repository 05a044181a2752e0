// Documents of a space: folders, files dropped into them, versions, what they look like, and what is thrown away.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { phone } from './support/browser.mjs';
import { guild } from './support/guild.mjs';
import { brokenRules, settled } from './support/look.mjs';
import { ana, bringIn, until } from './support/people.mjs';
import { drop } from './support/samples.mjs';

async function opened(t, options) {
  const kit = await guild(t, options);
  const space = await kit.api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const at = `/s/${space.prefix}/documents`;
  await kit.page.goto(at);
  await settled(kit.page);
  return { ...kit, space, at };
}

const list = (page) => page.locator('.flist');
const row = (page, name) => list(page).getByRole('listitem').filter({ hasText: name });

async function choose(page, button, files) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
  await chooser.setFiles(files);
}

async function menu(page, name, entry) {
  await row(page, name)
    .getByRole('button', { name: `More for ${name}` })
    .click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

test('a folder is made, files are dropped into it, and one name becomes the next version', async (t) => {
  const { page, api, open, space, at } = await opened(t);
  const hers = await bringIn(api, open, ana);
  await page.getByRole('heading', { name: 'Nothing here yet' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await hers.goto(at);

  await page.getByRole('button', { name: 'New folder' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Handbook');
  await page.keyboard.press('Enter');
  await row(page, 'Handbook').waitFor();
  // Somebody else sees it come.
  await row(hers, 'Handbook').getByRole('link').click();
  await row(page, 'Handbook').getByRole('link').click();
  await page.getByRole('heading', { name: 'Handbook' }).waitFor();

  await drop(page, list(page), [
    { name: 'stock.csv', text: 'Part;Count\nGasket;4\n' },
    { name: 'notes.txt', text: 'Ring the maker' },
  ]);
  await row(page, 'notes.txt').waitFor();
  await row(page, 'stock.csv').waitFor();
  await row(hers, 'stock.csv').waitFor();

  await drop(page, list(page), [{ name: 'Stock.csv', text: 'Part;Count\nGasket;9\n' }]);
  await page.getByText('same name: became v2').waitFor();
  const { items } = await api.get(`/spaces/${space.id}/documents?root=false`);
  const stock = items.find((one) => one.title === 'stock.csv');
  assert.equal(stock.version_number, 2);
  await page.getByRole('button', { name: 'Keep both' }).click();
  await row(page, 'Stock (2).csv').waitFor();
  assert.equal((await api.get(`/documents/${stock.id}`)).version_number, 1);
  assert.deepEqual(await brokenRules(page), []);
});

test('a file is looked at, gets a new version, and the old one comes back', async (t) => {
  const { page, api, space } = await opened(t);
  await choose(page, page.getByRole('button', { name: 'Upload', exact: true }), {
    name: 'prices.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Part,Price\nGasket,4.20\nValve,19\n'),
  });
  await row(page, 'prices.csv').getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: 'prices.csv' }).waitFor();
  await page.getByRole('cell', { name: '4.20' }).waitFor();
  await choose(page, page.getByRole('button', { name: 'New version' }), {
    name: 'other name.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Part,Price\nGasket,5.10\n'),
  });
  await page.getByRole('cell', { name: '5.10' }).waitFor();
  await page.getByRole('button', { name: 'Versions' }).click();
  const panel = page.getByRole('region', { name: 'Versions of prices.csv' });
  await panel.getByText('v1', { exact: true }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await panel.getByRole('button', { name: 'Restore' }).click();
  await page.getByRole('cell', { name: '4.20' }).waitFor();
  const { items } = await api.get(`/spaces/${space.id}/documents`);
  assert.equal(items[0].version_number, 3);
  // What is said about it stays with it.
  await panel.getByRole('button', { name: 'Close' }).click();
  await page.getByPlaceholder('Write a comment').click();
  await page.keyboard.type('Check the valve');
  await page.keyboard.press('Control+Enter');
  await page.locator('[id^="c-"]').getByText('Check the valve').waitFor();
});

test('a large file goes in parts over a broken line, and several leave as one zip', async (t) => {
  const { page, api, space } = await opened(t);
  const large = Buffer.alloc(9 * 1024 * 1024, 'a large file of words ');
  let cut = false;
  await page.route('**/api/v1/uploads/*', (route) => {
    // The second part meets a broken line once.
    if (!cut && route.request().url().includes('offset=4194304')) {
      cut = true;
      return route.abort('connectionreset');
    }
    return route.continue();
  });
  await choose(page, page.getByRole('button', { name: 'Upload', exact: true }), [
    { name: 'large.txt', mimeType: 'text/plain', buffer: large },
    { name: 'small.txt', mimeType: 'text/plain', buffer: Buffer.from('small') },
  ]);
  for (const name of ['small.txt', 'large.txt']) await row(page, name).getByRole('link').waitFor();
  assert.ok(cut, 'the line was broken');
  const { items } = await api.get(`/spaces/${space.id}/documents`);
  assert.equal(items.find((one) => one.title === 'large.txt').file.bytes, large.length);

  await row(page, 'small.txt').getByRole('checkbox').check({ force: true });
  await row(page, 'large.txt').getByRole('checkbox').check({ force: true });
  await page.getByText('2 selected').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  const [zip] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as zip' }).click(),
  ]);
  const bytes = readFileSync(await zip.path());
  assert.equal(bytes.subarray(0, 2).toString(), 'PK');
  for (const name of ['large.txt', 'small.txt']) assert.ok(bytes.includes(name), name);
});

test('what somebody uploaded never runs here', async (t) => {
  const { page, api, space } = await opened(t);
  const put = (name, text) =>
    page.request.post(`/api/v1/spaces/${space.id}/files?name=${encodeURIComponent(name)}`, {
      headers: { 'Content-Type': 'application/octet-stream' },
      data: Buffer.from(text),
    });
  await put('evil.html', '<!doctype html><script>parent.document.title="owned"</script><h1>Hi</h1>');
  await put(
    'evil.svg',
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
  );
  await put('readme.md', '# Hello\n\n<img src=x onerror=alert(1)> [go](javascript:alert(1))');
  page.on('dialog', (dialog) => page.faults.push(`a dialog: ${dialog.message()}`));
  const { items } = await api.get(`/spaces/${space.id}/documents`);
  for (const one of items) {
    await page.goto(`/p/${one.id}`);
    await page.getByRole('heading', { level: 1, name: one.title }).waitFor();
    await settled(page);
    assert.equal(
      await page.locator('iframe, object, embed, svg[onload], img[onerror]').count(),
      0,
      one.title,
    );
    assert.ok(!(await page.title()).includes('owned'));
  }
  assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
});

test('documents are renamed, moved, copied, locked, thrown away and brought back', async (t) => {
  const { page, api, open, space, at } = await opened(t);
  const folder = await api.post(`/spaces/${space.id}/folders`, { name: 'Certificates', parent_id: null });
  const made = await api.post(`/spaces/${space.id}/pages`, { title: 'Gas check', folder_id: null });
  await page.request.post(`/api/v1/spaces/${space.id}/files?name=plan.txt`, { data: Buffer.from('one') });
  await page.goto(at);
  await row(page, 'Gas check').waitFor();

  await menu(page, 'Gas check', 'Rename');
  await page.getByLabel('Name', { exact: true }).fill('Gas safety check');
  await page.keyboard.press('Enter');
  await row(page, 'Gas safety check').waitFor();

  await menu(page, 'plan.txt', 'Lock while you edit');
  await row(page, 'plan.txt').getByText('locked by Tom Ainsworth').waitFor();
  const hers = await bringIn(api, open, ana);
  await hers.goto(at);
  await row(hers, 'plan.txt').getByRole('link').click();
  await hers.getByText(/Tom Ainsworth is working on this file until/).waitFor();
  assert.equal(await hers.getByRole('button', { name: 'New version' }).count(), 0);
  await menu(page, 'plan.txt', 'Unlock');
  await hers.getByRole('button', { name: 'New version' }).waitFor();

  await menu(page, 'Gas safety check', 'Move');
  await page.getByLabel('Folder', { exact: true }).selectOption({ label: 'Certificates' });
  await page.getByRole('dialog').getByRole('button', { name: 'Move' }).click();
  await row(page, 'Gas safety check').waitFor({ state: 'detached' });
  assert.equal((await api.get(`/documents/${made.id}`)).folder_id, folder.id);

  await menu(page, 'Certificates', 'Delete');
  await row(page, 'Certificates').waitFor({ state: 'detached' });
  const told = page.locator('.toast', { hasText: 'Certificates and all in it are in the trash' });
  await told.getByRole('button', { name: 'Undo' }).click();
  await row(page, 'Certificates').getByRole('link').click();
  await menu(page, 'Gas safety check', 'Delete');
  await page.getByRole('link', { name: 'Trash' }).click();
  await row(page, 'Gas safety check').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await menu(page, 'Gas safety check', 'Restore');
  await until(
    'back',
    () => api.get(`/documents/${made.id}`),
    (now) => now.trashed_at === null,
  );
});

test('on a phone the folders are a list that opens, and everything fits', async (t) => {
  const { page, api, space, at } = await opened(t, { viewport: phone });
  const folder = await api.post(`/spaces/${space.id}/folders`, { name: 'Handbook', parent_id: null });
  await api.post(`/spaces/${space.id}/pages`, { title: 'Boiler inspection sheet', folder_id: folder.id });
  await page.goto(at);
  await settled(page);
  await page.getByRole('button', { name: 'Documents', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('link', { name: /Handbook/ })
    .click();
  await row(page, 'Boiler inspection sheet').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${over} px too wide`);
});
