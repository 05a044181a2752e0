// Two people at the same task.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { settled } from '../support/look.mjs';
import { ana, bringIn, spaceWith, until } from '../support/people.mjs';

async function both(t) {
  const all = await guild(t);
  const { tasks } = await spaceWith(all.api, ['Fit the new boiler']);
  const hers = await bringIn(all.api, all.open, ana);
  for (const page of [all.page, hers]) {
    await page.goto(`/t/${tasks[0].key}`);
    await settled(page);
    await page.getByRole('heading', { level: 1, name: 'Fit the new boiler' }).waitFor();
  }
  return { ...all, hers, task: tasks[0] };
}

/** Renames the task as a person does, and leaves the field without saving when `save` is false. */
async function rename(page, title) {
  await page.getByRole('heading', { level: 1 }).getByRole('button').click();
  await page.getByRole('textbox', { name: 'The title' }).fill(title);
}

test('different fields both win', async (t) => {
  const { page, hers, api, task } = await both(t);
  await rename(page, 'Fit the condensing boiler');
  await caller(hers).patch(`/tasks/${task.id}`, { priority: 'urgent' });
  await page.keyboard.press('Enter');
  const now = await until(
    'both',
    () => api.get(`/tasks/${task.id}`),
    (one) => one.title === 'Fit the condensing boiler' && one.priority === 'urgent',
  );
  assert.equal(now.category, 'todo');
  // Each sees the other's change without loading anything.
  await page.getByText('Urgent', { exact: true }).first().waitFor();
  await hers.getByRole('heading', { level: 1, name: 'Fit the condensing boiler' }).waitFor();
});

test('the same field shows both values and lets one keep one’s own', async (t) => {
  const { page, hers, api, task } = await both(t);
  await rename(page, 'Fit the condensing boiler');
  await rename(hers, 'Fit the heat pump');
  await page.keyboard.press('Enter');
  await until(
    'renamed',
    () => api.get(`/tasks/${task.id}`),
    (one) => one.title === 'Fit the condensing boiler',
  );
  await hers.keyboard.press('Enter');

  const dialog = hers.getByRole('dialog', { name: 'Tom Ainsworth changed it first' });
  await dialog.getByText('The title is now “Fit the condensing boiler”').waitFor();
  await dialog.getByText('You set “Fit the heat pump”').waitFor();
  assert.equal((await api.get(`/tasks/${task.id}`)).title, 'Fit the condensing boiler');
  await dialog.getByRole('button', { name: /Keep mine/ }).click();
  await until(
    'hers',
    () => api.get(`/tasks/${task.id}`),
    (one) => one.title === 'Fit the heat pump',
  );
  await page.getByRole('heading', { level: 1, name: 'Fit the heat pump' }).waitFor();
  // Both are in the history, with what stood there before.
  const { items } = await api.get(`/items/${task.id}/activity`);
  const titles = items.filter((entry) => entry.activity?.field === 'title');
  assert.deepEqual(
    titles.map(({ activity }) => [activity.before, activity.after]),
    [
      ['Fit the new boiler', 'Fit the condensing boiler'],
      ['Fit the condensing boiler', 'Fit the heat pump'],
    ],
  );
});

test('a title given up for the other one can still be had back', async (t) => {
  const { page, hers, api, task } = await both(t);
  await rename(hers, 'Fit the heat pump');
  await api.patch(`/tasks/${task.id}`, { title: 'Fit the condensing boiler' });
  await page.getByRole('heading', { level: 1, name: 'Fit the condensing boiler' }).waitFor();
  await hers.keyboard.press('Enter');
  const dialog = hers.getByRole('dialog', { name: 'Tom Ainsworth changed it first' });
  await dialog.getByRole('button', { name: 'Keep “Fit the condensing boiler”' }).click();
  const said = 'The title: yours was “Fit the heat pump”.';
  const kept = hers.getByRole('region', { name: 'Messages' }).getByText(said);
  await kept.waitFor();
  assert.equal((await api.get(`/tasks/${task.id}`)).title, 'Fit the condensing boiler');
  await hers.getByRole('button', { name: 'Use mine after all' }).click();
  await until(
    'hers',
    () => api.get(`/tasks/${task.id}`),
    (one) => one.title === 'Fit the heat pump',
  );
  await kept.waitFor({ state: 'detached' });
});

test('a comment names a person and is read at once by the other', async (t) => {
  const { page, hers, api, task } = await both(t);
  const { people } = await api.get('/session');
  const { id } = people.find((person) => person.name === ana.name);
  await page.getByRole('textbox', { name: 'Write a comment' }).click();
  await page.keyboard.type('Parts came in, @an');
  await page.getByRole('option', { name: /Ana Duarte/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('can you fit it?');
  await page.keyboard.press('Control+Enter');
  await page.getByText('can you fit it?').waitFor();
  const { items } = await api.get(`/items/${task.id}/comments`);
  assert.match(items[0].body, new RegExp(`\\[@Ana Duarte\\]\\(guildhall:person/${id}\\)`));
  await hers.getByText('can you fit it?').waitFor();
  await hers.getByText('@Ana Duarte').waitFor();
});
