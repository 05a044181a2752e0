// A table and a board come in: checked first, counted, and taken back as a whole.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from './support/guild.mjs';
import { settled } from './support/look.mjs';

const table = {
  name: 'callbacks.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    'Number,Subject,Notes,Until,State,Van\r\n' +
      '1,Ring the bakery,"Ask for Sam, the baker",2026-12-01,Open,Van 3\r\n' +
      '2,Order gaskets,,2026-12-02,Done,Van 1\r\n',
  ),
};

async function columns(page) {
  await page.getByRole('heading', { name: 'Columns' }).waitFor();
  for (const [name, meaning] of Object.entries({
    Subject: 'title',
    Notes: 'body',
    Until: 'due',
    State: 'status',
    Van: 'field',
  }))
    await page.getByLabel(`Column ${name} becomes`).selectOption(meaning);
}

test('a table comes in by its columns and is taken back', async (t) => {
  const { page, api } = await guild(t);
  await page.goto('/admin/import');
  await settled(page);
  await page.locator('input[type=file]').setInputFiles(table);
  await columns(page);
  await page.getByLabel('Name of the new space').fill('Callbacks');
  await page.getByRole('button', { name: 'Bring in 2 tasks' }).click();
  await page.getByText('2 tasks came in.').waitFor();

  const space = (await api.get('/spaces')).items.find((one) => one.name === 'Callbacks');
  const { items } = await api.get(`/spaces/${space.id}/tasks`);
  const bakery = items.find((one) => one.title === 'Ring the bakery');
  assert.equal(bakery.due.date, '2026-12-01');
  assert.equal(bakery.category, 'todo');

  // The same file again brings nothing twice.
  await page.getByRole('link', { name: 'Bring in another file' }).click();
  await page.locator('input[type=file]').setInputFiles(table);
  await page.getByLabel('Into', { exact: true }).selectOption({ label: 'Callbacks' });
  await columns(page);
  await page.getByText('2 were here already').first().waitFor();
  const nothing = page.getByRole('button', { name: 'Nothing new to bring' });
  await nothing.waitFor();
  assert.equal(await nothing.isDisabled(), true);
  assert.equal((await api.get(`/spaces/${space.id}/tasks`)).items.length, 2);
  await page.getByRole('link', { name: 'Another file' }).click();

  await page.getByRole('button', { name: 'Take back' }).first().click();
  await page.getByText('Taken back', { exact: true }).waitFor();
  const left = (await api.get('/spaces')).items.find((one) => one.name === 'Callbacks');
  if (left) assert.equal(left.open_tasks, 0);
});

test('a file that is neither says so', async (t) => {
  const { page } = await guild(t);
  await page.goto('/admin/import');
  await settled(page);
  await page.locator('input[type=file]').setInputFiles({
    name: 'board.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"not": "a board"'),
  });
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Bring your work in' }).isVisible(), true);
});
