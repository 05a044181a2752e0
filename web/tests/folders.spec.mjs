// Whole folders brought at once, by the button and by dropping them; and documents copied into another space.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { guild } from './support/guild.mjs';
import { brokenRules, settled } from './support/look.mjs';
import { until } from './support/people.mjs';

const given = {
  'Handbook/begin.txt': 'Begin here',
  'Handbook/Forms/check.txt': 'Check',
  'Handbook/Forms/Old/check.txt': 'An older check',
};

async function opened(t) {
  const kit = await guild(t);
  const space = await kit.api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  await kit.page.goto(`/s/${space.prefix}/documents`);
  await settled(kit.page);
  return { ...kit, space };
}

const list = (page) => page.locator('.flist');
const row = (page, name) => list(page).getByRole('listitem').filter({ hasText: name });

/** The files of a space by their ways, each with the number of its version. */
async function tree(api, space) {
  // Read before the folders: each of them stands in one that is there by then.
  const { items } = await api.get(`/spaces/${space.id}/documents?limit=200`);
  const { items: folders } = await api.get(`/spaces/${space.id}/folders`);
  const known = new Map(folders.map((one) => [one.id, one]));
  const way = (id) => {
    const one = known.get(id);
    return one ? [...way(one.parent_id), one.name] : [];
  };
  return Object.fromEntries(
    items.map((one) => [[...way(one.folder_id), one.title].join('/'), one.version_number]),
  );
}
const arrived = (api, space, count, version = 1) =>
  until(
    'arrived',
    () => tree(api, space),
    (now) => Object.keys(now).length === count && Object.values(now).every((number) => number === version),
    30_000,
  );

/** Drops folders onto the list. Only a hand drops real ones: a browser reads these as it reads those. */
const drop = (page, files) =>
  list(page).evaluate((zone, all) => {
    const file = (name, text) => ({
      isFile: true,
      isDirectory: false,
      name,
      file: (take) => take(new File([text], name)),
    });
    const folder = (name, inside) => ({
      isFile: false,
      isDirectory: true,
      name,
      createReader: () => {
        const left = [...inside];
        // A browser gives a hundred at a time.
        return { readEntries: (take) => take(left.splice(0, 100)) };
      },
    });
    const entries = (ways) => {
      const here = Map.groupBy(ways, ([[first]]) => first);
      return [...here].map(([name, inside]) =>
        inside[0][0].length === 1
          ? file(name, inside[0][1])
          : folder(name, entries(inside.map(([way, text]) => [way.slice(1), text]))),
      );
    };
    const items = entries(Object.entries(all).map(([way, text]) => [way.split('/'), text])).map((entry) => ({
      webkitGetAsEntry: () => entry,
    }));
    const event = new Event('drop', { bubbles: true, cancelable: true });
    Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], items, files: [] } });
    zone.dispatchEvent(event);
  }, files);

test('a folder that is chosen comes with all that is in it', async (t) => {
  const { page, api, space } = await opened(t);
  const root = mkdtempSync(join(tmpdir(), 'guildhall-folder-'));
  t.after(() => rmSync(root, { recursive: true }));
  for (const [way, text] of Object.entries(given)) {
    mkdirSync(dirname(join(root, way)), { recursive: true });
    writeFileSync(join(root, way), text);
  }
  await page.getByRole('button', { name: 'More ways to add' }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('menuitem', { name: 'Upload a folder' }).click(),
  ]);
  await chooser.setFiles(join(root, 'Handbook'));
  const ones = Object.fromEntries(Object.keys(given).map((way) => [way, 1]));
  assert.deepEqual(await arrived(api, space, 3), ones);
  await row(page, 'Handbook').getByRole('link').click();
  await row(page, 'begin.txt').waitFor();
  await row(page, 'Forms').waitFor();
  assert.deepEqual(await brokenRules(page), []);
});

test('a folder that is dropped comes whole, and dropped again it is the next versions', async (t) => {
  const { page, api, space } = await opened(t);
  const many = Object.fromEntries(
    Array.from({ length: 120 }, (_, number) => [`Handbook/Sheets/sheet ${number}.txt`, `Sheet ${number}`]),
  );
  const all = { ...given, ...many };
  await drop(page, all);
  const ones = Object.fromEntries(Object.keys(all).map((way) => [way, 1]));
  assert.deepEqual(await arrived(api, space, 123), ones);
  await drop(page, given);
  const now = await until(
    'brought again',
    () => tree(api, space),
    (found) => Object.keys(given).every((way) => found[way] === 2),
  );
  assert.equal(Object.keys(now).length, 123, 'each folder is there once');
  const { items } = await api.get(`/spaces/${space.id}/folders`);
  assert.deepEqual(items.map((one) => one.name).sort(), ['Forms', 'Handbook', 'Old', 'Sheets']);
});

test('a page and a file are copied into another space, and what was is as it was', async (t) => {
  const { page, api, space } = await opened(t);
  const other = await api.post('/spaces', { name: 'Sales', prefix: 'SAL' });
  const folder = await api.post(`/spaces/${other.id}/folders`, { name: 'Offers', parent_id: null });
  await api.post(`/spaces/${space.id}/pages`, { title: 'Gas check', body: 'Let it run.' });
  await page.request.post(`/api/v1/spaces/${space.id}/files?name=plan.txt`, { data: Buffer.from('one') });
  await page.reload();
  for (const name of ['Gas check', 'plan.txt']) {
    await row(page, name)
      .getByRole('button', { name: `More for ${name}` })
      .click();
    await page.getByRole('menuitem', { name: 'Copy', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: `Copy ${name}` });
    await dialog.getByLabel('Space', { exact: true }).selectOption({ label: 'Sales' });
    await dialog.getByLabel('Folder', { exact: true }).selectOption({ label: 'Offers' });
    assert.deepEqual(await brokenRules(page), []);
    await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.locator('.toast', { hasText: `Copied as ${name}` }).waitFor();
    await dialog.waitFor({ state: 'detached' });
  }
  const { items: copies } = await api.get(`/spaces/${other.id}/documents?folder_id=${folder.id}`);
  assert.deepEqual(copies.map((one) => one.title).sort(), ['Gas check', 'plan.txt']);
  const { doc } = await api.get(`/pages/${copies.find((one) => one.form === 'page').id}/content`);
  assert.ok(JSON.stringify(doc).includes('Let it run.'));
  assert.deepEqual(await tree(api, space), { 'Gas check': 0, 'plan.txt': 1 });

  await page.goto(`/s/${other.prefix}/documents`);
  await row(page, 'Offers').getByRole('link').click();
  await row(page, 'Gas check').waitFor();
  await row(page, 'plan.txt').waitFor();
});
