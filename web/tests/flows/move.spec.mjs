// Selected tasks go to another space together, come back together, and stay together when one cannot go.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana, bringIn, spaceWith, until } from '../support/people.mjs';

const titles = ['Bleed the radiators', 'Order flue gaskets', 'Ring the bakery'];

/** Selects every row from the first by keys and asks to move them. */
async function askToMove(page, count) {
  await page.getByRole('link', { name: titles[0] }).focus();
  await page.keyboard.press('x');
  for (let i = 1; i < count; i += 1) await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await page.getByRole('toolbar', { name: `${count} selected` }).waitFor();
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog', { name: `Move ${count} tasks` });
  // What is typed before it has the focus would be keys of the list.
  await dialog.locator(':focus').waitFor();
  return dialog;
}

test('three tasks move with one key and come back with one undo', async (t) => {
  const { page, api } = await guild(t);
  const { space, tasks } = await spaceWith(api, titles);
  const other = await api.post('/spaces', { name: 'Purchasing', prefix: 'PUR' });
  await api.post(`/spaces/${other.id}/sections`, { name: 'This month' });
  const keys = () => Promise.all(tasks.map(async ({ id }) => (await api.get(`/tasks/${id}`)).key));
  await page.goto(`/s/${space.prefix}/tasks`);
  await settled(page);

  const dialog = await askToMove(page, 3);
  await page.keyboard.type('purch');
  await dialog.getByRole('radio', { name: 'Purchasing' }).check();
  await dialog.getByLabel('Section').selectOption('This month');
  assert.deepEqual(await brokenRules(page), []);
  await dialog.getByRole('button', { name: 'Move to Purchasing' }).click();
  await page.getByRole('region', { name: 'Messages' }).getByText('Moved 3 tasks to Purchasing').waitFor();
  await page.getByRole('link', { name: titles[0] }).waitFor({ state: 'detached' });
  assert.deepEqual(await keys(), ['PUR-1', 'PUR-2', 'PUR-3']);
  const sections = await Promise.all(tasks.map(async ({ id }) => (await api.get(`/tasks/${id}`)).section_id));
  assert.ok(sections.every(Boolean), 'in the section that was chosen');

  await page.keyboard.press('Control+z');
  await until('back', keys, (all) => all.join() === 'SVC-1,SVC-2,SVC-3');
  for (const title of titles) await page.getByRole('link', { name: title }).waitFor();
});

test('one that cannot go is named, and the others stay with it', async (t) => {
  const { api, open } = await guild(t);
  const { space, tasks } = await spaceWith(api, titles.slice(0, 2));
  await api.post('/spaces', { name: 'Purchasing', prefix: 'PUR' });
  const board = await api.post('/spaces', { name: 'Board', prefix: 'BRD', access: 'closed' });
  const lease = await api.post(`/spaces/${board.id}/tasks`, { title: 'Sign the lease' });
  await api.put(`/tasks/${lease.id}/also-in/${space.id}`);
  const page = await bringIn(api, open, ana);
  await page.goto(`/s/${space.prefix}/tasks`);
  await settled(page);

  const dialog = await askToMove(page, 3);
  await page.keyboard.type('purch');
  await page.keyboard.press('Enter');
  await dialog.getByRole('radio', { name: 'Purchasing', checked: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Messages' }).getByText('BRD-1 “Sign the lease”').waitFor();
  await dialog.waitFor();
  for (const { id } of tasks) assert.equal((await api.get(`/tasks/${id}`)).space_id, space.id);
});
