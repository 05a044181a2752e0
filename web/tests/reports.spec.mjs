// Reports: how runs went and how requests were answered, chosen by keys, with a table behind every chart.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from './support/guild.mjs';
import { brokenRules, settled } from './support/look.mjs';
import { make } from './support/processes.mjs';
import { spaceWith } from './support/people.mjs';

/** Two processes with a run that was done, one that was skipped and one that is open. */
async function office(t, options) {
  const all = await guild(t, options);
  const { space } = await spaceWith(all.api, ['Ring the bakery']);
  const { statuses } = await all.api.get(`/spaces/${space.id}`);
  const done = statuses.find((status) => status.category === 'done').id;
  const check = await make(all.api, space, { steps: [{ text: 'Walk round the van' }] });
  const till = await make(all.api, space, { name: 'Count the till', rule: 'every day 9:00', steps: [] });
  const run = () => all.api.post(`/processes/${check.id}/runs`, {});
  const first = await run();
  const finish = (one) => all.api.patch(`/tasks/${one.id}`, { status_id: done });
  await finish(first);
  const skipped = await all.api.post(`/processes/${till.id}/runs`, {});
  await all.api.post(`/runs/${skipped.id}/skip`, { reason: 'Stocktaking' });
  return { ...all, space, check, till, run, finish };
}

const row = (page, name) => page.getByRole('row', { name: new RegExp(name) });

test('how runs went is found by keys, counts again by itself, and leads to the process', async (t) => {
  const { page, run, finish, check } = await office(t);
  await page.goto('/');
  await settled(page);
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.getByRole('heading', { name: 'Reports', level: 1 }).waitFor();
  await page.getByText('No space has an end date yet').waitFor();
  await page.getByRole('link', { name: 'Operations' }).focus();
  await page.keyboard.press('Enter');
  await row(page, 'Van check').getByRole('cell', { name: '100%' }).waitFor();
  await row(page, 'Van check').getByRole('cell', { name: '0 of 1' }).waitFor();
  await row(page, 'Count the till').waitFor();
  const together = page.getByRole('region', { name: 'All together' });
  await together.getByText('of 1', { exact: true }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  // Somebody does another one, and it is counted without asking.
  await finish(await run());
  await together.getByText('of 2', { exact: true }).waitFor();
  await page.getByText('As a table').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('columnheader', { name: 'Week from' }).waitFor();
  await row(page, 'Van check').getByRole('link', { name: 'Van check' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/processes/${check.id}`);
});

test('time, space and what runs are put together by stand in the address, and the table is taken away', async (t) => {
  const { page, space } = await office(t);
  await page.goto('/reports/operations');
  await row(page, 'Van check').waitFor();
  await page.getByLabel('Put together by').selectOption('person');
  await page.waitForURL('**/reports/operations?by=person');
  await row(page, 'Nobody').waitFor();
  await page.getByLabel('Put together by').selectOption('month');
  await page.getByRole('region', { name: 'Runs by month' }).waitFor();
  await page.getByLabel('Which space').selectOption(space.id);
  await page.waitForURL((url) => url.searchParams.get('space') === space.id);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  assert.equal((await download).suggestedFilename(), 'operations.csv');
  // A time in which nothing was says so, and offers more.
  await page.getByRole('button', { name: 'Earlier' }).click();
  await page.getByText('No runs in this time').waitFor();
  await page.getByRole('button', { name: 'Show a year' }).click();
  await page.getByText('Last year').waitFor();
  await page.getByRole('region', { name: 'Runs by month' }).waitFor();
});

test('requests are reported too, and a phone shows all of it', async (t) => {
  const { page, api, space } = await office(t, { viewport: { width: 390, height: 844 } });
  await page.goto('/reports/requests');
  await page.getByText('No requests in this time').waitFor();
  const questions = [{ id: 1, kind: 'text', label: 'What is it?', becomes: 'title' }];
  const form = await api.post(`/spaces/${space.id}/forms`, { name: 'Ask', questions });
  const { start } = await api.post(`/forms/${form.id}/start`);
  await api.post(`/forms/${form.id}/answers`, { start, answers: { 1: 'A new valve' } });
  await page.reload();
  await page.getByRole('row', { name: /Service none yet 1 1/ }).waitFor();
  await page.getByText('Less than a day').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('link', { name: 'Operations' }).click();
  await page.getByRole('heading', { name: 'First answer' }).waitFor();
  await row(page, 'Van check').getByText('Late: 0 of 1').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  const table = page.getByRole('region', { name: 'Runs, worst first', exact: true });
  assert.ok(await table.evaluate((all) => all.scrollWidth <= all.clientWidth), 'nothing is off the side');
});
