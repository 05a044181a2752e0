// Changing a workflow: which tasks go where is said in one dialog, and one Undo takes it all back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { spaceWith, until } from '../support/people.mjs';

test('a workflow is changed with a place for the tasks of what goes', async (t) => {
  const { page, api } = await guild(t);
  const { space, tasks } = await spaceWith(api, ['Call Ms Ferrer', 'Order valves']);
  for (const { id, version } of tasks) await api.patch(`/tasks/${id}`, { status_id: 2 }, version);
  const statuses = async () => (await api.get(`/spaces/${space.id}`)).statuses.map(({ name }) => name);
  const held = async () => (await api.get(`/tasks/${tasks[0].id}`)).status_id;
  const before = await statuses();

  await page.goto(`/s/${space.prefix}/settings?part=statuses`);
  await settled(page);
  await page.getByRole('button', { name: 'Change the workflow' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change the workflow' });
  await dialog.getByText('2 tasks').waitFor();
  await dialog.getByRole('button', { name: 'Remove Doing' }).click();
  await dialog.getByText('Doing goes. Its 2 tasks go to').waitFor();
  await dialog.getByText('None is left in Doing.').waitFor();
  assert.equal(await dialog.getByRole('button', { name: 'Change it' }).isDisabled(), true);
  await dialog.getByRole('button', { name: 'New status' }).click();
  await dialog.getByRole('textbox', { name: 'New status' }).fill('On the phone');
  await dialog.getByLabel('Where the tasks of Doing go').selectOption({ label: 'On the phone' });
  assert.deepEqual(await brokenRules(page), []);
  await dialog.getByRole('button', { name: 'Change it' }).click();
  await dialog.waitFor({ state: 'detached' });

  const now = await statuses();
  assert.ok(now.includes('On the phone') && !now.includes('Doing'), now.join(', '));
  const phone = (await api.get(`/spaces/${space.id}`)).statuses.find(({ name }) => name === 'On the phone');
  assert.equal(await held(), phone.id);
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
  await until('taken back', statuses, (all) => all.includes('Doing'));
  assert.deepEqual(await statuses(), before);
  assert.equal(await held(), 2);
  await page.getByRole('textbox', { name: 'Name of Doing' }).waitFor();
});

test('a choice that goes says what stands in its place', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const made = await api.post(`/spaces/${space.id}/fields`, {
    name: 'Contract',
    kind: 'choice',
    choices: ['Gold', 'Silver'],
  });
  const field = made.fields[0].id;
  const task = await api.post(`/spaces/${space.id}/tasks`, { title: 'Boiler', fields: { [field]: 'Gold' } });

  await page.goto(`/s/${space.prefix}/settings?part=fields`);
  await settled(page);
  const choices = page.getByRole('list', { name: 'Fields' }).getByLabel('Choices');
  await choices.fill('Premium, Silver');
  await page.keyboard.press('Tab');
  const dialog = page.getByRole('dialog', { name: 'Choices of Contract' });
  // One for one is taken for a new name.
  assert.equal(await dialog.getByLabel('Instead of Gold').inputValue(), 'Premium');
  await dialog.getByRole('button', { name: 'Change the choices' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal((await api.get(`/tasks/${task.id}`)).fields[field], 'Premium');
});
