// Who is here, how to reach them, and what happens when they leave.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from './support/guild.mjs';
import { settled } from './support/look.mjs';
import { ana as profile, bringIn } from './support/people.mjs';

async function withAna(t) {
  const all = await guild(t);
  const ana = await bringIn(all.api, all.open, profile);
  const { items } = await all.api.get('/people');
  return { ...all, ana, person: items.find((one) => one.name === 'Ana Duarte') };
}

test('the directory finds people, and an admin corrects a profile', async (t) => {
  const { page, api, person } = await withAna(t);
  await page.goto('/people');
  await settled(page);
  await page.getByLabel('Find by name, job or place').fill('ana');
  await page.getByRole('link', { name: 'Ana Duarte' }).click();
  await page.getByRole('button', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: 'Profile of Ana Duarte' });
  await dialog.getByLabel('What they do').fill('Front office');
  await dialog.getByLabel('Mobile').fill('+44 7700 900123');
  await dialog.getByRole('checkbox', { name: 'Sat' }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: '+44 7700 900123' }).waitFor();
  const now = await api.get(`/people/${person.id}`);
  assert.equal(now.job_title, 'Front office');
  assert.ok(now.working_days.includes(6));
});

test('someone leaves: one sheet, tasks handed over, signed out', async (t) => {
  const { page, api, ana, person, owner } = await withAna(t);
  const space = await api.post('/spaces', { name: 'Service' });
  const task = await api.post(`/spaces/${space.id}/tasks`, {
    title: 'Ring the bakery',
    assignee_id: person.id,
  });

  await page.goto('/admin/people');
  await settled(page);
  await page.getByRole('button', { name: 'More about Ana Duarte' }).click();
  await page.getByRole('menuitem', { name: 'They leave' }).click();
  const sheet = page.getByRole('region', { name: 'Ana Duarte leaves' });
  await sheet.getByText('1 open task').waitFor();
  await sheet
    .getByRole('combobox', { name: 'Who takes over: 1 open task' })
    .selectOption({ label: owner.name });
  await sheet.getByRole('button', { name: 'End access of Ana' }).click();
  await page.getByText('Ana Duarte has left.').first().waitFor();

  const me = (await api.get('/session')).me;
  assert.equal((await api.get(`/tasks/${task.id}`)).assignee_id, me.id);
  assert.equal((await ana.request.get('/api/v1/session')).status(), 401);
});

test('an admin makes an invite link, a role and a link for a new password', async (t) => {
  const { page, api, person } = await withAna(t);
  await page.goto('/admin/people');
  await settled(page);
  await page.getByRole('button', { name: 'Make an invite link' }).click();
  assert.match(await page.getByLabel('Invite link').inputValue(), /\/join#[\w-]/);

  await page.getByLabel('Role of Ana Duarte').selectOption('admin');
  await page.getByText('Ana Duarte is now Admin.').first().waitFor();
  assert.equal((await api.get(`/people/${person.id}`)).role, 'admin');

  await page.getByRole('button', { name: 'More about Ana Duarte' }).click();
  await page.getByRole('menuitem', { name: 'Link for a new password' }).click();
  const link = page.getByLabel('Link for a new password');
  await link.waitFor();
  assert.match(await link.inputValue(), /\/reset#[\w-]+$/);
});
