// A space is begun from another one, out of its menu and out of New space. By keyboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';

test('a space begins from another one, with what is set up in it and without its work', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Harbour Hotel', prefix: 'HH' });
  await api.post(`/spaces/${space.id}/sections`, { name: 'With the client' });
  await api.post(`/spaces/${space.id}/tasks`, { title: 'Draft' });
  await page.goto('/s/HH/tasks');
  await settled(page);
  await page.getByRole('button', { name: 'More about Harbour Hotel' }).first().press('Enter');
  await page.getByRole('menuitem', { name: 'Begin a space from this one' }).press('Enter');
  const dialog = page.getByRole('dialog');
  assert.equal(await dialog.getByLabel('Begin from').inputValue(), space.id);
  assert.deepEqual(await brokenRules(page), []);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Lake Hotel');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Lake Hotel' }).first().waitFor();
  await settled(page);
  const { items } = await api.get('/spaces');
  const made = items.find((one) => one.name === 'Lake Hotel');
  assert.ok(made.sections.some((one) => one.name === 'With the client'));
  assert.equal(made.open_tasks, 0);
});
