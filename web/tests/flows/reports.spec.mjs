// Reports of plans, tasks, hours and weeks: found by tabs, kept in the address, taken away as tables, wanted by mail.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { spaceWith } from '../support/people.mjs';

const day = (count) => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);

/** A space that ends in a month, with a task that was done, one that is late, a decision to come, and time. */
async function office(t, options) {
  const all = await guild(t, options);
  const { space } = await spaceWith(all.api, ['Ring the bakery']);
  await all.api.patch(`/spaces/${space.id}`, { finish: day(30) });
  const { statuses } = await all.api.get(`/spaces/${space.id}`);
  const status = (category) => statuses.find((one) => one.category === category).id;
  const make = (fields) => all.api.post(`/spaces/${space.id}/tasks`, fields);
  const done = await make({ title: 'Bleed the radiators', start: { date: day(-7) }, due: { date: day(3) } });
  await all.api.patch(`/tasks/${done.id}`, { status_id: status('doing') });
  await all.api.patch(`/tasks/${done.id}`, { status_id: status('done') });
  await all.api.post('/time-entries', { task_id: done.id, minutes: 90, billable: true });
  await make({ title: 'Order filters', due: { date: day(-3) } });
  await make({ title: 'Hand over', milestone: true, due: { date: day(20) } });
  return { ...all, space, make };
}

const tab = (page, name) =>
  page.getByRole('navigation', { name: 'Which report' }).getByRole('link', { name });

test('the lineup leads to plans and draws anew when one changes', async (t) => {
  const { page, api, space } = await office(t);
  await page.goto('/reports');
  const lineup = page.getByRole('region', { name: 'Lineup', exact: true });
  await lineup.getByText('On track').waitFor();
  await lineup.getByText('1 space, 3 open tasks').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Months' }).click();
  await page.waitForURL('**/reports?zoom=months');
  // How it is looked at is kept under a name, and found again.
  await page.getByRole('button', { name: 'Save view' }).click();
  const form = page.getByRole('dialog', { name: 'Save view' });
  await form.getByRole('textbox', { name: 'Name' }).fill('By months');
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'By months' }).waitFor();
  await page.goto('/reports');
  await page.getByRole('button', { name: 'Saved 1' }).click();
  await page.getByRole('menuitemradio', { name: /By months/ }).click();
  await page.waitForURL('**/reports?zoom=months');
  await page.getByLabel('Which spaces').selectOption('risk');
  await page.getByText('No space is like that').waitFor();
  const nothing = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  const rows = readFileSync(await (await nothing).path(), 'utf8')
    .trim()
    .split('\n');
  assert.equal(rows.length, 1, 'the table is of the spaces that are shown');
  await api.patch(`/spaces/${space.id}`, { finish: day(2) });
  await lineup.getByText('Late', { exact: true }).waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  assert.equal((await download).suggestedFilename(), 'lineup.csv');
  await lineup.getByRole('link', { name: space.name }).click();
  await page.waitForURL(`**/s/${space.prefix}/plan`);
});

test('each report has a tab, and the space stays chosen from one to the next', async (t) => {
  const { page, space } = await office(t);
  await page.goto('/reports/throughput');
  await page.getByRole('region', { name: 'Throughput by space' }).getByText('Service').waitFor();
  await page.getByLabel('Which space').selectOption(space.id);
  await page.waitForURL((url) => url.searchParams.get('space') === space.id);
  await page.getByRole('img', { name: /^Tasks done by week/ }).waitFor();
  await page.getByText('As a table').click();
  await page.getByRole('columnheader', { name: 'Week from' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  for (const [name, seen] of [
    ['Overdue', 'Order filters'],
    ['Time', '1 h 30'],
    ['Forecast', 'Work by person and week, in hours'],
    ['Week in review', 'Bleed the radiators'],
  ]) {
    await tab(page, name).click();
    const found =
      name === 'Forecast' ? page.getByRole('region', { name: seen }) : page.getByText(seen).first();
    await found.waitFor();
    await settled(page);
    assert.equal(new URL(page.url()).searchParams.get('space'), space.id);
    assert.deepEqual(await brokenRules(page), []);
  }
  await page.getByRole('button', { name: 'Earlier' }).click();
  await page.waitForURL((url) => url.searchParams.has('day'));
  await page.getByText('Nothing was done in this week.').waitFor();
});

test('a report that cannot be counted is not shown as that of another space', async (t) => {
  const { page, space } = await office(t);
  await page.goto('/reports/time');
  await page.getByText('1 h 30').first().waitFor();
  await page.route('**/reports/time?*space=*', (route) => route.abort());
  await page.getByLabel('Which space').selectOption(space.id);
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  assert.equal(await page.getByText('1 h 30').count(), 0);
  await page.unroute('**/reports/time?*space=*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('1 h 30').first().waitFor();
});

test('a report is wanted by mail with one switch, which another look still shows, and undone', async (t) => {
  const { page, api } = await office(t);
  await page.goto('/reports/overdue');
  const wanted = page.getByRole('switch', { name: 'Send me this report by mail once a week' });
  await wanted.click();
  await page.getByText(/^Next on /).waitFor();
  await page.reload();
  await page.getByText(/^Next on /).waitFor();
  const { items } = await api.get('/reports/mails');
  assert.deepEqual(items, [{ report: 'overdue', space_id: null }]);
  await wanted.click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText(/^Next on /).waitFor();
  // What comes by mail stands together with the rest of one's mail.
  await page.goto('/me?part=mail');
  await page.getByRole('link', { name: 'Overdue' }).waitFor();
  await page.getByRole('button', { name: 'Stop Overdue' }).click();
  await page.getByRole('link', { name: 'Overdue' }).waitFor({ state: 'detached' });
  assert.deepEqual((await api.get('/reports/mails')).items, []);
});

test('whoever leads a space sees its budget beside time, counted anew when something is ordered', async (t) => {
  const { page, api, space } = await office(t);
  await page.goto('/reports/time');
  await page.getByRole('heading', { name: 'Spaces' }).waitFor();
  const budgets = page.getByRole('region', { name: 'Budgets by space' });
  assert.equal(await budgets.count(), 0);
  await api.put(`/spaces/${space.id}/budget`, { amount: '1000', currency: 'EUR', rate: '60' });
  await budgets.getByText('€1,000').waitFor();
  await api.post(`/spaces/${space.id}/expenses`, { title: 'Pipes', amount: '1200', state: 'ordered' });
  const row = budgets.getByRole('row', { name: space.name });
  await row.getByText('129%').waitFor();
  await row
    .getByRole('img', { name: '7 percent spent, 93 percent ordered, 0 percent still to come' })
    .waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await row.getByRole('link', { name: space.name }).click();
  await page.waitForURL(`**/s/${space.prefix}/plan/budget`);
});

test('on a phone the lineup is a list', async (t) => {
  const { page } = await office(t, { viewport: { width: 390, height: 844 } });
  await page.goto('/reports');
  await page.getByRole('list', { name: 'Lineup as a list' }).getByText('On track').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  // A view is saved and found by one button.
  await page.getByLabel('Which spaces').selectOption('mine');
  await page.waitForURL('**/reports?show=mine');
  await page.getByRole('button', { name: 'Saved views' }).click();
  await page.getByRole('menuitem', { name: 'Save view' }).click();
  const form = page.getByRole('dialog', { name: 'Save view' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Mine');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await page.goto('/reports/overdue');
  await page.getByRole('button', { name: 'Saved views' }).click();
  await page.getByRole('menuitemradio', { name: /^Mine/ }).click();
  await page.waitForURL('**/reports?show=mine');
});

test('on a phone the table of the throughput fits', async (t) => {
  const { page } = await office(t, { viewport: { width: 390, height: 844 } });
  await page.goto('/reports/throughput');
  const table = page.getByRole('region', { name: 'Throughput by space' });
  await table.getByText('Service').waitFor();
  await settled(page);
  assert.ok(await table.evaluate((all) => all.scrollWidth <= all.clientWidth), 'nothing is off the side');
  assert.deepEqual(await brokenRules(page), []);
});
