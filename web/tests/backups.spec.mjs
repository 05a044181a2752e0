// Backed up by one press, and restored only by typing the name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signInByForm } from './support/door.mjs';
import { guild } from './support/guild.mjs';
import { settled } from './support/look.mjs';

test('back up, lose something, restore', async (t) => {
  const { page, api, owner } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service' });
  await api.post(`/spaces/${space.id}/tasks`, { title: 'Before the backup' });

  await page.goto('/admin/backups');
  await settled(page);
  await page.getByRole('button', { name: 'Back up now' }).click();
  await page.getByText('Backed up and checked.').first().waitFor();
  await page.getByRole('list', { name: 'By hand' }).getByRole('link').first().waitFor();

  await api.post(`/spaces/${space.id}/tasks`, { title: 'After the backup' });
  await page.getByRole('list', { name: 'By hand' }).getByRole('link').first().click();
  const panel = page.getByRole('region', { name: /^Restore/ });
  await panel.getByRole('row', { name: /Tasks/ }).getByText('1 fewer').waitFor();
  const restore = panel.getByRole('button', { name: 'Restore' });
  assert.equal(await restore.isDisabled(), true);
  await panel.getByLabel('Type the name of the organization to go on').fill(owner.organization);
  await restore.click();

  // Every session ends with the replaced file.
  await page.getByRole('heading', { name: 'Sign in' }).waitFor({ timeout: 30_000 });
  await signInByForm(page, owner);
  await page.getByRole('link', { name: 'Look and resume' }).click();
  await page.getByRole('button', { name: 'Let them go' }).click();
  await page.getByText('Outgoing messages go out again.').first().waitFor();
  const titles = (await api.get(`/spaces/${space.id}/tasks`)).items.map((task) => task.title);
  assert.deepEqual(titles, ['Before the backup']);
});

test('jobs, the log and the server page show what happened', async (t) => {
  const { page } = await guild(t);
  await page.goto('/admin/server');
  await settled(page);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page
    .getByRole('region', { name: 'Messages' })
    .getByRole('button', { name: 'Close' })
    .first()
    .waitFor();
  await page.getByRole('link', { name: 'Jobs' }).click();
  await page.getByText('done').first().waitFor();
  await page.getByRole('link', { name: 'Log' }).click();
  await page.getByRole('cell', { name: 'Signed in' }).first().waitFor();
});
