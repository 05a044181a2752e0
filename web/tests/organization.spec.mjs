// The organization: its name, the days on which it works, and the days on which it is closed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from './support/guild.mjs';
import { holidays } from './support/holidays.mjs';
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
  await page.getByRole('combobox', { name: 'Round to' }).selectOption({ label: '15 minutes' });
  const saved = (one) =>
    one.working_days.includes(6) &&
    one.timer_step === 15 &&
    one.name === 'Alder and Sons' &&
    one.currency === 'GBP';
  await until('saved', () => api.get('/organization'), saved);
});

test('the holidays of a calendar file become closed days, those that are chosen, once', async (t) => {
  const { page, api } = await guild(t);
  const [first, second] = [1, 2].map((more) => `${new Date().getFullYear() + more}-01-01`);
  const closed = async () => (await api.get('/organization')).closed_days;
  await page.goto('/admin/organization');
  await settled(page);
  const bring = (file) => page.getByLabel('From a calendar file').last().setInputFiles(file);
  await bring({ ...holidays(), buffer: Buffer.from('no calendar') });
  await page.getByText('This is no calendar file.').waitFor();

  await bring(holidays());
  const dialog = page.getByRole('dialog', { name: 'Days in this calendar' });
  await dialog.getByText('1 entry takes up a part of a day and was left out.').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await dialog.getByRole('checkbox', { name: /Carnival/ }).uncheck();
  await dialog.getByRole('button', { name: 'Add 2 closed days' }).press('Enter');
  await until('two days', closed, (days) => days.length === 2);
  assert.deepEqual(await closed(), [first, second]);

  await bring(holidays());
  await dialog.getByText('closed already').first().waitFor();
  assert.ok(
    await dialog
      .getByRole('checkbox', { name: /New Year/ })
      .first()
      .isDisabled(),
  );
  await dialog.getByRole('button', { name: 'Add 2 closed days' }).click();
  await until('with carnival', closed, (days) => days.length === 4);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await until('without it', closed, (days) => days.length === 2);
});
