// A space is begun from another one, out of its menu and out of New space. By keyboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana, bringIn } from '../support/people.mjs';

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

test('its open tasks begin on a new first day, and somebody else does them', async (t) => {
  const { page, api, open } = await guild(t);
  const other = await bringIn(api, open, ana);
  const { me } = await caller(other).get('/session');
  const space = await api.post('/spaces', { name: 'Harbour Hotel', prefix: 'HH' });
  const own = (await api.get('/session')).me.id;
  const due = { date: '2026-03-02' };
  await api.post(`/spaces/${space.id}/tasks`, { title: 'Draft', due, assignee_id: own });
  await page.goto('/s/HH/tasks');
  await settled(page);
  await page.getByRole('button', { name: 'More about Harbour Hotel' }).first().press('Enter');
  await page.getByRole('menuitem', { name: 'Begin a space from this one' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'Take its open tasks along' }).check();
  await dialog.getByLabel('First day').fill('2027-01-11');
  await dialog.getByRole('group', { name: 'Who does what' }).getByRole('combobox').selectOption(me.id);
  assert.deepEqual(await brokenRules(page), []);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Lake Hotel');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Lake Hotel' }).first().waitFor();
  const made = (await api.get('/spaces')).items.find((one) => one.name === 'Lake Hotel');
  const { items } = await api.get(`/spaces/${made.id}/tasks`);
  assert.deepEqual(
    items.map((one) => [one.title, one.due.date, one.assignee_id]),
    [['Draft', '2027-01-11', me.id]],
  );
});
