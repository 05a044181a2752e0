// New versions of a file: what is new in them, and large ones over a line that breaks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from './support/guild.mjs';
import { brokenRules, settled } from './support/look.mjs';
import { until } from './support/people.mjs';

async function opened(t) {
  const kit = await guild(t);
  const { page, api } = kit;
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  await page.request.post(`/api/v1/spaces/${space.id}/files?name=prices.txt`, { data: Buffer.from('one') });
  const { items } = await api.get(`/spaces/${space.id}/documents`);
  await page.goto(`/p/${items[0].id}`);
  await settled(page);
  return { ...kit, made: items[0] };
}

async function bring(page, buffer) {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'New version' }).click(),
  ]);
  await chooser.setFiles({ name: 'another name.txt', mimeType: 'text/plain', buffer });
}

test('what is new in a version is said as it comes, and later, and taken back', async (t) => {
  const { page, api, made } = await opened(t);
  await bring(page, Buffer.from('two'));
  const note = page.getByRole('textbox', { name: 'Note of v2' });
  await note.waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await note.fill('Winter prices');
  await note.press('Enter');
  await note.waitFor({ state: 'detached' });
  const notes = async () => {
    const { items } = await api.get(`/documents/${made.id}/versions`);
    return items.map((one) => one.note);
  };
  await until('kept', notes, ([newest]) => newest === 'Winter prices');

  await page.getByRole('button', { name: 'Versions' }).click();
  const panel = page.getByRole('region', { name: 'Versions of prices.txt' });
  await panel.getByText('Winter prices').waitFor();
  await panel.getByRole('button', { name: 'Add a note to v1' }).click();
  const field = panel.getByRole('textbox', { name: 'Note of v1' });
  await field.fill('As it was in summer');
  assert.deepEqual(await brokenRules(page), []);
  await field.press('Enter');
  await panel.getByText('As it was in summer').waitFor();
  assert.deepEqual(await notes(), ['Winter prices', 'As it was in summer']);
  const told = page.locator('.toast', { hasText: 'Note of v1 saved' });
  await told.getByRole('button', { name: 'Undo' }).click();
  await panel.getByText('As it was in summer').waitFor({ state: 'detached' });
  assert.deepEqual(await notes(), ['Winter prices', null]);

  await panel.getByRole('button', { name: 'Change the note of v2' }).click();
  const again = panel.getByRole('textbox', { name: 'Note of v2' });
  await again.fill('Never mind');
  await again.press('Escape');
  await again.waitFor({ state: 'detached' });
  assert.deepEqual(await notes(), ['Winter prices', null]);
});

test('a large new version goes on over a broken line', async (t) => {
  const { page, api, made } = await opened(t);
  const large = Buffer.alloc(9 * 1024 * 1024, 'many words of a large file ');
  const offsets = [];
  let cut = false;
  await page.route('**/api/v1/uploads/*', (route) => {
    const offset = new URL(route.request().url()).searchParams.get('offset');
    offsets.push(offset);
    // The second part meets a broken line once.
    if (!cut && offset === '4194304') {
      cut = true;
      return route.abort('connectionreset');
    }
    return route.continue();
  });
  await bring(page, large);
  const now = await until(
    'brought',
    () => api.get(`/documents/${made.id}`),
    ({ version_number }) => version_number === 2,
    20_000,
  );
  assert.ok(cut, 'the line was broken');
  assert.equal(offsets.filter((offset) => offset === '0').length, 1, 'it did not begin anew');
  assert.deepEqual([now.title, now.file.bytes], ['prices.txt', large.length]);
});
