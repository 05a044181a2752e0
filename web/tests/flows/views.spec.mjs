// The tasks of a space as somebody wants to see them: grouped, sorted, narrowed, kept under a name for everyone, taken away as a
// table; and a list from elsewhere becomes tasks.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, expectFocus, paste, settled } from '../support/look.mjs';
import { ana as person, bringIn, until } from '../support/people.mjs';

const said = (page, words) =>
  page.getByRole('region', { name: 'Messages' }).getByText(words, { exact: true }).first().waitFor();
const titles = (page) => page.locator('[data-row] a').allTextContents();
const shows = (page, wanted) =>
  until(
    `shown: ${wanted}`,
    () => titles(page),
    (now) => now.join() === wanted,
  );

/** Opens one of the menus above the list and takes a choice of it. */
async function take(page, button, item) {
  await page.getByRole('button', { name: button }).press('Enter');
  await page.getByRole('menuitemradio', { name: item, exact: true }).press('Enter');
}

async function listed(t) {
  const { page, api, open } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const { me } = await api.get('/session');
  const task = (title, more = {}) => api.post(`/spaces/${space.id}/tasks`, { title, ...more });
  await task('Sweep the flue', { priority: 'high', assignee_id: me.id });
  await task('Bleed the radiators', { priority: 'high' });
  await task('Order gaskets', { priority: 'low', assignee_id: me.id });
  await page.goto(`/s/${space.prefix}/tasks`);
  await settled(page);
  await shows(page, 'Sweep the flue,Bleed the radiators,Order gaskets');
  return { page, api, open, space };
}

test('a list is grouped, sorted and narrowed, and the address says how', async (t) => {
  const { page } = await listed(t);
  await take(page, /^Group: /, 'Priority');
  await page.getByRole('heading', { level: 2, name: 'Low', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Group: Priority' }).waitFor();
  await take(page, /^Group: /, 'None');
  await take(page, 'By hand', 'Title');
  await shows(page, 'Bleed the radiators,Order gaskets,Sweep the flue');
  await take(page, /^Title$/, 'Turned round');
  await shows(page, 'Sweep the flue,Order gaskets,Bleed the radiators');
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);

  await page.getByRole('button', { name: 'Filter', exact: true }).press('Enter');
  const box = page.getByRole('dialog', { name: 'Filter' });
  await box.getByRole('button', { name: 'High', exact: true }).press('Enter');
  await shows(page, 'Sweep the flue,Bleed the radiators');
  await box.getByRole('button', { name: 'Me', exact: true }).press('Enter');
  await shows(page, 'Sweep the flue');
  await box.getByRole('button', { name: 'Me', exact: true, pressed: true }).press('Enter');
  await box.getByRole('searchbox', { name: 'Words in the title' }).fill('bleed');
  await shows(page, 'Bleed the radiators');
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: '2 filters' }).waitFor();

  // The address is the view: somebody who is sent it sees the same.
  await page.reload();
  await settled(page);
  await shows(page, 'Bleed the radiators');
  await page.getByRole('group', { name: 'Filter' }).getByText('“bleed”').waitFor();
  await page
    .getByRole('group', { name: 'Filter' })
    .getByRole('button', { name: 'Clear filters' })
    .press('Enter');
  await shows(page, 'Sweep the flue,Order gaskets,Bleed the radiators');
});

test('a view is kept for everyone, changed, and removed', async (t) => {
  const { page, api, open, space } = await listed(t);
  await page.goto(`/s/${space.prefix}/tasks?group=none&priority=high`);
  await settled(page);
  await shows(page, 'Sweep the flue,Bleed the radiators');
  const views = (name) => page.getByRole('button', { name, exact: true });
  await views('Views').press('Enter');
  await page.getByRole('menuitem', { name: 'Save this view' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Save this view' });
  await dialog.getByLabel('Name', { exact: true }).fill('What presses');
  await dialog.getByRole('checkbox', { name: 'Show it to everyone in Service' }).check();
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Enter');
  await views('What presses').waitFor();
  const kept = async () => (await api.get(`/spaces/${space.id}/views`)).items;
  const [made] = await kept();
  assert.deepEqual([made.name, made.shared, made.query.priority], ['What presses', true, ['high']]);

  const hers = await bringIn(api, open, person);
  await hers.goto(`/s/${space.prefix}/tasks`);
  await settled(hers);
  await take(hers, 'Views', 'What presses');
  await shows(hers, 'Sweep the flue,Bleed the radiators');

  await take(page, 'By hand', 'Title');
  await views('What presses, changed').press('Enter');
  await page.getByRole('menuitem', { name: 'Update “What presses”' }).press('Enter');
  await said(page, 'View saved: What presses');
  await until('updated', kept, ([one]) => one.query.sort === 'title');
  await views('What presses').press('Enter');
  await page.getByRole('menuitem', { name: 'Remove “What presses”' }).press('Enter');
  await said(page, 'View removed: What presses');
  await until('removed', kept, (all) => all.length === 0);
  await page.keyboard.press('Control+z');
  await until('back', kept, (all) => all.length === 1);
  await views('Views').press('Enter');
  await page.getByRole('menuitemradio', { name: 'What presses', exact: true }).waitFor();
});

test('what is shown is taken away as a table', async (t) => {
  const { page, space } = await listed(t);
  await page.goto(`/s/${space.prefix}/tasks?group=none&sort=title&priority=high`);
  await settled(page);
  await shows(page, 'Bleed the radiators,Sweep the flue');
  await page.getByRole('button', { name: 'More for this list' }).press('Enter');
  const [taken] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /^Download as CSV/ }).press('Enter'),
  ]);
  assert.equal(taken.suggestedFilename(), 'tasks-SVC.csv');
  const [head, ...lines] = (await readFile(await taken.path(), 'utf8')).trim().split('\r\n');
  assert.match(head, /key,title,status,section,assignee,priority,/);
  assert.deepEqual(
    lines.map((line) => line.split(',').slice(0, 2).join()),
    ['SVC-2,Bleed the radiators', 'SVC-1,Sweep the flue'],
  );
});

test('a list from elsewhere becomes tasks, in the dialog and the line, and goes with one undo', async (t) => {
  const { page, api, open, space } = await listed(t);
  const hers = await bringIn(api, open, person);
  await hers.goto(`/s/${space.prefix}/tasks`);
  await settled(hers);
  await page.getByRole('button', { name: 'More for this list' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Paste a list' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Paste a list' });
  const add = dialog.getByRole('button', { name: /^Add \d+ tasks?$/ });
  assert.equal(await add.isDisabled(), true, 'there is nothing to add');
  await dialog.getByLabel('One task a line').fill('- [ ] Drain\n\n2. Swap the valve\n• Refill');
  assert.deepEqual(await brokenRules(page), []);
  await dialog.getByRole('button', { name: 'Add 3 tasks' }).press('Enter');
  await said(page, '3 tasks added');
  for (const one of [page, hers])
    for (const title of ['Drain', 'Swap the valve', 'Refill'])
      await one.getByRole('link', { name: title, exact: true }).waitFor();
  const count = async () => (await api.get(`/spaces/${space.id}/view`)).total;
  assert.equal(await count(), 6);
  await page.keyboard.press('Control+z');
  await until('taken back', count, (now) => now === 3);
  await hers.getByRole('link', { name: 'Drain', exact: true }).waitFor({ state: 'detached' });

  await page.getByRole('link', { name: 'Order gaskets', exact: true }).focus();
  await page.keyboard.press('n');
  await expectFocus(page, /^Add a task/);
  await paste(page, '1. Ring Sam\n2. Ring Jo');
  await said(page, '2 tasks added');
  await page.getByRole('link', { name: 'Ring Jo', exact: true }).waitFor();
  const { items } = await caller(hers).get(`/spaces/${space.id}/tasks`);
  assert.ok(items.some(({ title, category }) => title === 'Ring Sam' && category === 'todo'));
});
