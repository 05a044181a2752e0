// A task with sub-tasks becomes a template, and others begin from it: from the palette, from quick capture, from an empty
// list. By keyboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, expectFocus, settled, type } from '../support/look.mjs';

test('a task is saved as a template, and the next ones begin from it', async (t) => {
  const { page, api } = await guild(t);
  const me = (await api.get('/session')).me;
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const today = new Date().toISOString().slice(0, 10);
  const task = await api.post(`/spaces/${space.id}/tasks`, {
    title: 'Visit',
    assignee_id: me.id,
    due: { date: today },
    steps: [{ text: 'Ring' }],
  });
  await api.post(`/spaces/${space.id}/tasks`, { title: 'Write the bill', parent_id: task.id });
  await page.goto(`/t/${task.key}`);
  await settled(page);
  await page.getByRole('button', { name: 'More for this task' }).first().press('Enter');
  await page.getByRole('menuitem', { name: 'Save as a template' }).press('Enter');
  await expectFocus(page, /Name of the template/);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('A visit');
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Enter');
  await page.getByText('“A visit” is a template of this space.').first().waitFor();
  await api.delete(`/tasks/${task.id}`);

  // From the palette, outside of any space: it asks which one.
  await page.goto('/');
  await settled(page);
  await page.keyboard.press('Control+k');
  await type(page, 'from a template');
  await page.getByRole('option', { name: 'New task from a template' }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Makes 2 tasks.').waitFor();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Write the bill').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.getByLabel('Title of the task').fill('Visit at Rose’s');
  await page.keyboard.press('Enter');
  await page.getByText('“Visit at Rose’s” is made.').first().waitFor();
  const { items } = await api.get(`/spaces/${space.id}/tasks`);
  const made = items.find((one) => one.title === 'Visit at Rose’s');
  assert.equal(made.assignee_id, me.id, 'whoever did it is offered');
  assert.ok(made.due.date >= today, 'on the first day, or the next on which people work');
  assert.equal(made.subtasks_total, 1);
  await api.delete(`/tasks/${made.id}`);

  // From quick capture, in the space itself.
  await page.goto('/s/SVC/tasks');
  await settled(page);
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByRole('button', { name: 'From a template' }).press('Enter');
  await page.getByText('Makes 2 tasks.').waitFor();
  await page.keyboard.press('Escape');

  // From the empty list; and the template is deleted there, with an undo.
  await page.getByRole('button', { name: 'From a template' }).press('Enter');
  await page.getByText('Makes 2 tasks.').waitFor();
  await page.getByRole('button', { name: 'Delete this template' }).press('Enter');
  await page.getByText('No templates in this space yet').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Undo' }).first().press('Enter');
  await page.getByText('“A visit” is deleted.').waitFor({ state: 'hidden' });
  assert.equal((await api.get(`/spaces/${space.id}/task-templates`)).items.length, 1);
});
