// Hours get a note, another day and a price; they are filtered, deleted and brought back, and charged; the week takes what is
// written by keys.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana as person, bringIn, lucia } from '../support/people.mjs';

const said = (page, words) =>
  page.getByRole('region', { name: 'Messages' }).getByText(words).first().waitFor();
const day = (count) => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);

test('hours get a note, another day and a price, and are charged rounded up', async (t) => {
  const { page, api, open } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const task = (title) => api.post(`/spaces/${space.id}/tasks`, { title });
  const [boiler, rota] = [await task('Boiler inspection'), await task('Winter rota')];
  const ana = await bringIn(api, open, person);
  const hers = caller(ana);
  const { me } = await hers.get('/session');
  await hers.post('/time-entries', { task_id: boiler.id, minutes: 50, day: day(-1) });
  await hers.post('/time-entries', { task_id: rota.id, minutes: 20, day: day(-1) });

  await ana.goto('/people/time/entries');
  const line = (title) => ana.getByRole('main').getByRole('listitem').filter({ hasText: title });
  await line('Boiler inspection').getByRole('button', { name: 'Change this time' }).click();
  const entry = ana.getByRole('dialog', { name: 'Boiler inspection' });
  await entry.getByLabel('What was done').fill('Replaced the valve');
  await entry.getByLabel('How long').fill('1h10');
  await entry.getByRole('button', { name: /^Day: / }).click();
  await entry.getByRole('button', { name: 'Today', exact: true }).click();
  await entry.getByRole('checkbox', { name: 'A customer pays for it' }).check();
  await settled(ana);
  assert.deepEqual(await brokenRules(ana), []);
  await entry.getByRole('button', { name: 'Save' }).click();
  await said(ana, 'The time was changed.');
  await line('Boiler inspection').getByText('SVC-1 · Replaced the valve').waitFor();
  await line('Boiler inspection').getByText('1:10').waitFor();
  await line('Boiler inspection').getByText('Billable').waitFor();
  const [changed] = (await hers.get(`/time-entries?from=${day(-7)}&task=${boiler.id}`)).items;
  assert.deepEqual(
    [changed.day, changed.minutes, changed.billable, changed.note],
    [day(0), 70, true, 'Replaced the valve'],
  );

  // Filtered, deleted and brought back.
  const paid = ana.getByRole('combobox', { name: 'Billable or not' });
  await paid.selectOption({ label: 'Billable' });
  await line('Winter rota').waitFor({ state: 'detached' });
  await line('Boiler inspection').waitFor();
  await paid.selectOption({ label: 'Not billable' });
  await line('Boiler inspection').waitFor({ state: 'detached' });
  await line('Winter rota').getByRole('button', { name: 'Delete this time' }).click();
  await said(ana, 'The time was deleted.');
  await ana.getByText('No time here').waitFor();
  await ana.getByRole('button', { name: 'Undo' }).last().click();
  await line('Winter rota').getByText('0:20').waitFor();

  // What an hour costs is set by admins, everywhere and in a space.
  await page.goto(`/people/${me.id}`);
  const rate = page.getByRole('dialog', { name: 'Hourly rate of Ana Duarte' });
  for (const [amount, where, shown] of [
    ['60', 'Everywhere else', '€60.00 an hour'],
    ['72,50', 'Service', '€72.50 an hour'],
  ]) {
    await page.getByRole('button', { name: 'Set a rate' }).click();
    await rate.getByLabel('An hour costs').fill(amount);
    await rate.getByLabel('Currency').fill('EUR');
    await rate.getByRole('combobox', { name: 'Where it counts' }).selectOption({ label: where });
    await rate.getByRole('button', { name: 'Save' }).click();
    await said(page, 'The rate was set.');
    await page.getByText(shown).waitFor();
  }
  await page.getByRole('button', { name: 'Delete the rate: Service' }).click();
  await said(page, 'The rate was deleted.');
  await page.getByText('€72.50 an hour').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.getByText('€72.50 an hour').waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);

  // She sees it and sets none; nobody else does.
  await ana.goto(`/people/${me.id}`);
  await ana.getByText('€60.00 an hour').waitFor();
  assert.equal(await ana.getByRole('button', { name: 'Set a rate' }).count(), 0);
  const other = await bringIn(api, open, lucia);
  await other.goto(`/people/${me.id}`);
  await other.getByRole('heading', { name: 'Days off' }).waitFor();
  await settled(other);
  assert.equal(await other.getByText(/an hour$/).count(), 0);

  // What is charged, each entry up to a quarter of an hour.
  await page.goto('/people/time/entries?person=all');
  await page.getByRole('button', { name: 'For an invoice' }).click();
  const invoice = page.getByRole('dialog', { name: 'For an invoice' });
  await invoice.getByRole('combobox', { name: 'Round each entry to' }).selectOption({ label: '15 minutes' });
  await invoice.getByRole('combobox', { name: 'Which way' }).selectOption({ label: 'Up' });
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    invoice.getByRole('button', { name: 'Save as a table' }).click(),
  ]);
  const rows = (await readFile(await file.path(), 'utf8')).trim().split('\r\n').slice(1);
  const work = ['SVC-1', 'Boiler inspection', 'Replaced the valve', '1.25', '75'];
  assert.deepEqual(rows, [[day(0), 'Ana Duarte', 'Service', ...work, '72.50', 'EUR', '90.63'].join()]);
});

test('a week is filled as the one before by a key, and takes notes, tasks and the timer by keys', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const boiler = await api.post(`/spaces/${space.id}/tasks`, { title: 'Boiler inspection' });
  const monday = -((new Date().getUTCDay() + 6) % 7);
  await api.post('/time-entries', { task_id: boiler.id, minutes: 60, day: day(monday - 14) });
  await page.goto(`/people/time?week=${day(monday - 7)}`);
  const cell = page.getByRole('textbox', { name: /^Boiler inspection, Monday / });
  await cell.focus();
  await page.keyboard.press('+');
  await said(page, 'Filled as last week.');
  await page
    .getByRole('row', { name: /^Together/ })
    .getByRole('cell', { name: '1:00' })
    .first()
    .waitFor();
  assert.equal(await cell.inputValue(), '1:00');

  await cell.focus();
  await page.keyboard.press('Enter');
  const entry = page.getByRole('dialog', { name: 'Boiler inspection' });
  await entry.getByLabel('What was done').fill('Measured the draught');
  await entry.getByRole('button', { name: 'Save' }).click();
  await said(page, 'The time was changed.');
  const { items } = await api.get(`/time-entries?from=${day(monday - 7)}&task=${boiler.id}`);
  assert.deepEqual(
    items.map(({ note, minutes }) => [note, minutes]),
    [['Measured the draught', 60]],
  );

  await cell.focus();
  await page.keyboard.press('s');
  await said(page, 'The timer runs for Boiler inspection.');
  await cell.focus();
  await page.keyboard.press('n');
  await page.getByRole('combobox', { name: 'Find a task' }).waitFor();
});
