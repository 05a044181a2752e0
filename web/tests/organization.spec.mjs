// The organization: its name, the days on which it works, and the days on which it is closed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from './support/guild.mjs';
import { brokenRules, settled } from './support/look.mjs';
import { make } from './support/processes.mjs';
import { ana, bringIn, spaceWith, until } from './support/people.mjs';

test('closed days are entered as they are said, move what comes again, and are taken back', async (t) => {
  const { page, api } = await guild(t);
  const { space } = await spaceWith(api, ['Ring the bakery']);
  const rule = 'every 25 December 9:00, on closed days the day after';
  const process = await make(api, space, { rule, steps: [] });
  const next = async () => (await api.get(`/processes/${process.id}`)).next_at;
  const before = await next();
  const year = before.slice(0, 4);
  await page.goto('/admin/organization');
  await settled(page);
  await page.getByText('No closed days ahead').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByText('Choose a day first').waitFor();
  await page.getByLabel('Closed on, or from').fill(`${year}-12-24`);
  await page.getByLabel('until').fill(`${year}-12-26`);
  await page.getByRole('button', { name: 'Add' }).press('Enter');
  const row = page.getByRole('listitem').filter({ hasText: /December/ });
  await row.getByText('3 days').waitFor();
  await until('moved to the day after', next, (at) => at !== before && at.slice(0, 10) > `${year}-12-26`);
  await page.reload();
  await row.getByRole('button', { name: /^Open again/ }).click();
  await page.getByText('No closed days ahead').waitFor();
  await until('as before', next, (at) => at === before);
  await page.getByRole('button', { name: 'Undo' }).click();
  await row.waitFor();
  await until('closed again', next, (at) => at !== before);
});

test('name and working days are the organization’s, and a member has no such page', async (t) => {
  const { page, api, open } = await guild(t);
  const hers = await bringIn(api, open, ana);
  await hers.goto('/admin/organization');
  await hers.getByRole('heading', { name: 'This is for admins' }).waitFor();
  assert.equal(await hers.getByLabel('Name of the organization').count(), 0);
  await page.goto('/admin/organization');
  await settled(page);
  await page.getByLabel('Name of the organization').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('It needs a name.').waitFor();
  await page.getByLabel('Name of the organization').fill('Alder and Sons');
  await page.getByLabel('Currency').fill('gbp');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /Alder and Sons/ }).waitFor();
  await page.getByRole('checkbox', { name: 'Saturday' }).check();
  const saved = (one) =>
    one.working_days.includes(6) && one.name === 'Alder and Sons' && one.currency === 'GBP';
  await until('saved', () => api.get('/organization'), saved);
});
