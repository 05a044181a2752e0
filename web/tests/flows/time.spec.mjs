// A week is filled by keys, handed in, approved by somebody else in another browser, and taken away as a table; the timer
// runs from a task; on a phone a day at a time.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { phone, signIn } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana as person, bringIn } from '../support/people.mjs';

const said = (page, words) =>
  page.getByRole('region', { name: 'Messages' }).getByText(words).first().waitFor();

test('a week is filled by keys, handed in, approved and taken away', async (t) => {
  const { page, api, open, server } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  for (const title of ['Boiler inspection', 'Winter rota'])
    await api.post(`/spaces/${space.id}/tasks`, { title });
  const ana = await bringIn(api, open, person);

  // The week before last, so that all of its days have come.
  const day = (count) => new Date(monday + count * 86_400_000).toISOString().slice(0, 10);
  const today = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  const monday = today - (((new Date(today).getUTCDay() + 6) % 7) + 14) * 86_400_000;
  const week = `/people/time?week=${day(0)}`;
  await ana.goto(week);
  const cell = (title, day) => ana.getByRole('textbox', { name: new RegExp(`^${title}, ${day} `) });
  const add = async (title) => {
    await ana.getByRole('button', { name: 'Add a task' }).click();
    await ana.getByRole('combobox', { name: 'Find a task' }).fill(title);
    await ana.getByRole('option', { name: new RegExp(title) }).click();
  };
  await add('Boiler');
  await cell('Boiler inspection', 'Monday').focus();
  await ana.keyboard.type('1h15');
  const saved = () => ana.waitForResponse((answer) => answer.url().includes('/timesheets/') && answer.ok());
  await Promise.all([saved(), ana.keyboard.press('ArrowDown')]);
  assert.equal(await cell('Boiler inspection', 'Monday').inputValue(), '1:15');
  await add('Winter');
  await cell('Winter rota', 'Monday').focus();
  await ana.keyboard.type('1.5');
  await Promise.all([saved(), ana.keyboard.press('Enter')]);
  // Wrong words stay in the cell and are told of; Escape takes them back.
  await cell('Winter rota', 'Tuesday').focus();
  await ana.keyboard.type('1x');
  await ana.keyboard.press('ArrowUp');
  assert.equal(await cell('Winter rota', 'Tuesday').getAttribute('aria-invalid'), 'true');
  await ana.keyboard.press('Escape');
  await ana.keyboard.press('=');
  await said(ana, /was filled as the day before/);
  await ana
    .getByRole('row', { name: /^Together/ })
    .getByRole('cell', { name: '5:30' })
    .waitFor();
  assert.equal(await cell('Winter rota', 'Tuesday').inputValue(), '1:30');
  await ana.getByText('of 40 h in your working week').waitFor();
  await settled(ana);
  assert.deepEqual(await brokenRules(ana), []);
  await ana.keyboard.press('Control+Enter');
  await said(ana, 'The week was handed in.');
  assert.ok(await cell('Boiler inspection', 'Monday').isDisabled());

  // The owner looks at it, sends it back, and approves it once it comes again.
  await page.goto('/people/time/approve');
  await page.getByRole('button', { name: 'Send the week back to Ana Duarte' }).click();
  await page.getByLabel('What is to be done').fill('Friday is missing');
  await page.getByRole('dialog').getByRole('button', { name: 'Send back' }).click();
  await said(page, 'The week was sent back to Ana Duarte.');
  await ana.goto(week);
  await ana.getByText(/sent this week back: Friday is missing/).waitFor();
  await cell('Winter rota', 'Friday').focus();
  await ana.keyboard.type('45');
  await Promise.all([saved(), ana.keyboard.press('Enter')]);
  await ana.getByRole('button', { name: /^Submit week/ }).click();
  await said(ana, 'The week was handed in.');
  await page.goto('/people/time/approve');
  await page.getByRole('link', { name: /^Ana Duarte/ }).click();
  await page.getByRole('cell', { name: '6:15' }).waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await said(page, 'The week was approved.');

  // And takes it away.
  await page.goto('/people/time/entries?since=year&person=all');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a table' }).click(),
  ]);
  const rows = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
  assert.equal(rows.length, 6);
  assert.ok(rows.includes(`${day(4)},Ana Duarte,Service,SVC-2,Winter rota,,0.75,45,no,yes`), rows.join('\n'));

  // On a phone a day at a time.
  const small = await open({ viewport: phone });
  await signIn(small, server.person);
  await small.goto('/people/time');
  await small.getByRole('button', { name: 'Add a task' }).click();
  await small.getByRole('combobox', { name: 'Find a task' }).fill('Boiler');
  await small.getByRole('option', { name: /Boiler/ }).click();
  await small.getByRole('textbox', { name: /^Boiler inspection/ }).fill('2h');
  await small.getByRole('textbox', { name: /^Boiler inspection/ }).press('Enter');
  await small.getByText('2:00 so far, of 40 h').waitFor();
  await settled(small);
  assert.deepEqual(await brokenRules(small), []);
});

test('time stands beside estimates, of a process and of its space', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const check = { name: 'Van check', steps: [{ text: 'Look' }], estimate_minutes: 60 };
  const process = await api.post(`/spaces/${space.id}/processes`, check);
  const run = await api.post(`/processes/${process.id}/runs`, {});
  await api.post('/time-entries', { task_id: run.id, minutes: 45 });
  const other = await api.post(`/spaces/${space.id}/tasks`, { title: 'Boiler', estimate_minutes: 30 });
  await api.post('/time-entries', { task_id: other.id, minutes: 45 });
  const sum = page.getByRole('region', { name: 'Time against estimates' });

  await page.goto(`/s/SVC/processes/${process.id}`);
  await sum.getByText('0:45 worked of 1:00 estimated').waitFor();
  await sum.getByText('75 % of the estimate').waitFor();
  await page.goto('/s/SVC/overview');
  await sum.getByText('1:30 worked of 1:30 estimated').waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
});

test('the timer is started by a key on a task and stopped from anywhere', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  await api.post(`/spaces/${space.id}/tasks`, { title: 'Boiler inspection', estimate_minutes: 60 });
  await page.goto('/t/SVC-1');
  await page.getByRole('heading', { name: 'Boiler inspection' }).waitFor();
  await page.keyboard.press('s');
  await said(page, 'The timer runs for Boiler inspection.');
  await page.getByText('of 1 h').waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.goto('/');
  await page.getByRole('timer').getByRole('button', { name: 'Stop the timer' }).click();
  await said(page, '1 min on Boiler inspection.');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('timer').getByRole('link', { name: 'Boiler inspection' }).waitFor();
});
