// A task with sub-tasks becomes a template, and another task begins from it out of an empty list.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';

test('a task is saved as a template, and the next one begins from it', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const task = await api.post(`/spaces/${space.id}/tasks`, { title: 'Visit', steps: [{ text: 'Ring' }] });
  await api.post(`/spaces/${space.id}/tasks`, { title: 'Write the bill', parent_id: task.id });
  await page.goto(`/t/${task.key}`);
  await settled(page);
  await page.getByRole('button', { name: 'More for this task' }).first().click();
  await page.getByRole('menuitem', { name: 'Save as a template' }).click();
  await page.getByLabel('Name of the template').fill('A visit');
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Enter');
  await page.getByText('“A visit” is a template of this space.').first().waitFor();
  await api.delete(`/tasks/${task.id}`);

  await page.goto('/s/SVC/tasks');
  await settled(page);
  await page.getByRole('button', { name: 'From a template' }).click();
  await page.getByText('Makes 2 tasks.').waitFor();
  await page.getByLabel('Title of the task').fill('Visit at Rose’s');
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Make the task' }).click();
  await page.getByText('“Visit at Rose’s” is made.').first().waitFor();
  const { items } = await api.get(`/spaces/${space.id}/tasks`);
  assert.ok(items.some((one) => one.title === 'Visit at Rose’s'));
});
