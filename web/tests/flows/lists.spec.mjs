// A search is kept as a list, shared, changed, deleted and brought back; it shows what others do at once. Beside one's work
// stands what needs one; a team is counted; a task says what it waits for; the calendar takes tasks to other days.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { phone, signIn } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana as person, bringIn, until } from '../support/people.mjs';

const said = (page, words) =>
  page.getByRole('region', { name: 'Messages' }).getByText(words).first().waitFor();
const day = (count) => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);

test('a search becomes a list that others see, and stays in step', async (t) => {
  const { page, api, open, server } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const yard = await api.post('/spaces', { name: 'Yard', prefix: 'YRD' });
  const task = (home, title, more = {}) => api.post(`/spaces/${home.id}/tasks`, { title, ...more });
  await task(space, 'Gasket for the boiler', { due: { date: day(-1) } });
  await task(yard, 'Gasket for the van');
  await until(
    'found',
    () => api.get('/search?q=gasket'),
    (found) => found.total === 2,
  );

  await page.goto('/search?q=gasket');
  await page.getByRole('button', { name: 'Save as a list' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as a list' });
  await dialog.getByLabel('Name').fill('Gaskets');
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Gaskets' }).waitFor();
  await page.getByRole('heading', { name: 'Late' }).waitFor();
  await page.getByRole('heading', { name: 'No date' }).waitFor();
  await page.getByText('2 tasks').waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);

  // It stands in the sidebar, and what comes to it appears by itself.
  const side = page.getByRole('navigation', { name: 'Main', exact: true });
  await side.getByRole('link', { name: 'Gaskets' }).waitFor();
  const made = await task(yard, 'Gasket for the crane');
  await page.getByRole('link', { name: 'Gasket for the crane' }).waitFor();
  // The ordinary keys: the row is moved to, and opened.
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await page.waitForURL(/task=SVC-1/);
  await page.keyboard.press('Escape');

  // Shared with the people of a space, somebody else has it at once, and sees in it what they may read.
  const hers = await bringIn(api, open, person);
  await hers.goto('/lists');
  await hers.getByText('No lists yet').waitFor();
  await page.getByRole('button', { name: 'More for the list Gaskets' }).click();
  await page.getByRole('menuitem', { name: 'Change the list' }).click();
  await page.getByRole('combobox', { name: 'For whom' }).selectOption({ label: 'The people of Service' });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await said(page, 'Saved: Gaskets');
  await hers.getByRole('main').getByRole('link', { name: 'Gaskets' }).click();
  await hers.getByRole('link', { name: 'Gasket for the van' }).waitFor();
  await caller(hers).patch(`/tasks/${made.id}`, { title: 'Rope for the crane' });
  await page.getByRole('link', { name: /for the crane/ }).waitFor({ state: 'detached' });

  // What it looks for is changed in the search.
  await page.getByRole('button', { name: 'More for the list Gaskets' }).click();
  await page.getByRole('menuitem', { name: 'Change what it looks for' }).click();
  await page.getByRole('textbox', { name: 'Search' }).fill('van');
  await page.getByRole('button', { name: 'Save to “Gaskets”' }).click();
  await page.getByText('1 task', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'More for the list Gaskets' }).click();
  await page.getByRole('menuitem', { name: 'Delete the list' }).click();
  await said(page, 'Deleted the list Gaskets');
  await hers.goto('/lists');
  await hers.getByText('No lists yet').waitFor();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.getByRole('main').getByRole('link', { name: 'Gaskets' }).waitFor();

  const small = await open({ viewport: phone });
  await signIn(small, server.person);
  await small.goto('/');
  await small.getByRole('complementary').getByRole('link', { name: 'Gaskets' }).click();
  await small.getByRole('link', { name: 'Gasket for the van' }).waitFor();
  await settled(small);
  assert.deepEqual(await brokenRules(small), []);
});

test('what needs one stands beside one’s work, and a team is counted by person', async (t) => {
  const { page, api, open } = await guild(t, { viewport: { width: 1440, height: 900 } });
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const hers = await bringIn(api, open, person);
  const { me } = await api.get('/session');
  const { me: ana } = await caller(hers).get('/session');
  await caller(hers).post(`/spaces/${space.id}/tasks`, { title: 'Read the offer', assignee_id: me.id });
  await api.post(`/spaces/${space.id}/events`, {
    title: 'Stand-up',
    start: { date: day(0), time: '12:00', zone: 'Europe/London' },
    minutes: 10,
  });
  await api.post('/searches', { name: 'Mine', question: { people: ['me'], states: ['open'] } });
  await page.goto('/');
  const rail = page.getByRole('complementary', { name: 'Beside your work' });
  await rail.getByText('Read the offer').waitFor();
  await rail.getByRole('link', { name: /Stand-up/ }).waitFor();
  await rail.getByRole('link', { name: 'Mine' }).waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);

  for (const due of [-3, 2])
    await api.post(`/spaces/${space.id}/tasks`, {
      title: `Due ${due}`,
      assignee_id: ana.id,
      due: { date: day(due) },
    });
  await page.goto('/people/team');
  await page.getByRole('link', { name: /^Ana Duarte, Late: 1 task/ }).click();
  await page.getByRole('heading', { name: 'Late: Ana Duarte' }).waitFor();
  await page.getByRole('link', { name: 'Due -3' }).waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
});

test('a task says what it waits for, and the calendar takes tasks to other days', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  await api.patch(`/spaces/${space.id}`, { finish: day(60) });
  const { me } = await api.get('/session');
  const task = (title, more) => api.post(`/spaces/${space.id}/tasks`, { title, ...more });
  const dig = await task('Dig the trench', { due: { date: day(1) } });
  const lay = await task('Lay the pipe', { due: { date: day(3) }, assignee_id: me.id });
  await until(
    'found',
    () => api.get('/search?q=trench'),
    (found) => found.total === 1,
  );
  await page.goto(`/t/${lay.key}`);
  await page.getByRole('button', { name: 'Wait for a task' }).click();
  await page.getByRole('combobox', { name: 'Find a task of this space' }).fill('trench');
  await page.getByRole('option', { name: /Dig the trench/ }).click();
  const lag = page.getByRole('spinbutton', { name: 'Working days after Dig the trench' });
  await lag.fill('2');
  await lag.press('Tab');
  const around = () => api.get(`/tasks/${lay.id}/dependencies`);
  await until('the lag', around, ({ waits_for }) => waits_for[0]?.lag_days === 2);
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Don’t wait for Dig the trench' }).click();
  await said(page, /does not wait/);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await until('taken back', around, ({ waits_for }) => waits_for[0]?.item.id === dig.id);

  await page.goto(`/calendar?view=month&day=${day(3)}`);
  const due = page.getByRole('link', { name: 'Lay the pipe, due' });
  await due.focus();
  await page.keyboard.press('Alt+ArrowRight');
  await until(
    'moved',
    () => api.get(`/tasks/${lay.id}`),
    (one) => one.due.date === day(4),
  );
  // It keeps the keys while it is moved, and the pointer takes it as well.
  await page.keyboard.press('Alt+ArrowRight');
  await until(
    'moved on',
    () => api.get(`/tasks/${lay.id}`),
    (one) => one.due.date === day(5),
  );
  await page.goto(`/calendar?view=week&day=${day(5)}`);
  await due.waitFor();
  const free = page.locator('[data-strip]').filter({ hasNot: due }).last();
  const to = await free.getAttribute('data-strip');
  await due.dragTo(free);
  await until(
    'dragged',
    () => api.get(`/tasks/${lay.id}`),
    (one) => one.due.date === to,
  );
});

test('one time of what comes again is answered by itself', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const { me } = await api.get('/session');
  const event = await api.post(`/spaces/${space.id}/events`, {
    title: 'Stand-up',
    start: { date: day(1), time: '12:00', zone: 'Europe/London' },
    minutes: 10,
    rule: 'FREQ=WEEKLY',
    guest_ids: [me.id],
  });
  await page.goto(`/calendar?view=list&day=${day(8)}&event=${event.id}&on=${day(8)}`);
  const comes = page.getByRole('group', { name: 'Do you come?' });
  await comes.getByText('No', { exact: true }).click();
  const said = () => api.get(`/events/${event.id}`);
  await until('said', said, ({ said_on }) => said_on[0]?.answer === 'no');
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByText('Every time').click();
  await comes.getByText('Maybe', { exact: true }).click();
  const both = await until('said of all', said, ({ answer }) => answer === 'maybe');
  assert.deepEqual(
    both.said_on.map(({ occurrence, answer }) => [occurrence, answer]),
    [[day(8), 'no']],
  );
});
