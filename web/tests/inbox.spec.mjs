// The inbox: two people, one of whom is told what the other does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from './support/api.mjs';
import { guild } from './support/guild.mjs';
import { brokenRules, settled } from './support/look.mjs';
import { ana, bringIn, spaceWith, until } from './support/people.mjs';

async function two(t, titles = ['Fit the new boiler', 'Order gaskets', 'Ring the bakery'], options = {}) {
  const all = await guild(t);
  const { tasks, space } = await spaceWith(all.api, titles);
  const hers = await bringIn(all.api, all.open, ana, options);
  const { people } = await all.api.get('/session');
  const { id } = people.find((person) => person.name === ana.name);
  const give = (task) => all.api.patch(`/tasks/${task.id}`, { assignee_id: id });
  const say = (task, words) => all.api.post(`/items/${task.id}/comments`, { body: words });
  const at = `[@Ana Duarte](guildhall:person/${id})`;
  return { ...all, tasks, space, hers, give, say, at, her: caller(hers) };
}

test('what needs one arrives by itself, is worked through by keys, and comes back by Undo', async (t) => {
  const { hers, her, tasks, give, say, at } = await two(t);
  await hers.goto('/inbox');
  await settled(hers);
  await hers.getByRole('heading', { name: 'Nothing needs you' }).waitFor();
  await give(tasks[0]);
  await say(tasks[1], `${at} which size?`);
  const list = hers.getByRole('main');
  await list.getByRole('link', { name: /assigned you Fit the new boiler/ }).waitFor();
  await list.getByRole('link', { name: /mentioned you in Order gaskets/ }).waitFor();
  await list.getByText('@Ana Duarte which size?').waitFor();
  await hers.getByText('2 things need you').first().waitFor({ state: 'attached' });
  assert.deepEqual(await brokenRules(hers), []);

  await hers.keyboard.press('j');
  await hers.keyboard.press('e');
  await list.getByRole('link', { name: /Fit the new boiler/ }).waitFor({ state: 'detached' });
  await hers.getByText('1 thing needs you').first().waitFor({ state: 'attached' });
  await hers.getByRole('button', { name: 'Undo' }).click();
  await list.getByRole('link', { name: /Fit the new boiler/ }).waitFor();

  // Opened beside the list it is read; answered there, the need is met.
  await list.getByRole('link', { name: /Order gaskets/ }).click();
  const panel = hers.getByRole('region', { name: /Order gaskets/ });
  await panel.getByText('which size?').waitFor();
  await until(
    'read',
    () => her.get('/inbox'),
    ({ items }) => items.some((one) => !one.unread),
  );
  await panel.getByRole('textbox', { name: 'Write a comment' }).fill('Eleven millimetres');
  await hers.keyboard.press('Control+Enter');
  await list.getByRole('link', { name: /Order gaskets/ }).waitFor({ state: 'detached' });
  assert.equal((await her.get('/inbox/counts')).needs, 1);
});

test('later, and back; the rest is cleared at once', async (t) => {
  const { hers, her, tasks, give } = await two(t);
  for (const task of tasks) await give(task);
  await hers.goto('/inbox');
  await settled(hers);
  const list = hers.getByRole('main');
  await list.getByRole('link', { name: /Ring the bakery/ }).waitFor();
  await hers.keyboard.press('j');
  await hers.keyboard.press('h');
  await hers.getByRole('menuitem', { name: /^Tomorrow/ }).click();
  await until(
    'put off',
    () => her.get('/inbox/counts'),
    ({ needs, later }) => needs === 2 && later === 1,
  );
  await hers.getByRole('link', { name: /^Later/ }).click();
  await list.getByText(/^Back /).waitFor();
  await list.getByRole('button', { name: /^Take up now/ }).click();
  await until(
    'back',
    () => her.get('/inbox/counts'),
    ({ needs, later }) => needs === 3 && later === 0,
  );
  await hers.getByRole('link', { name: /^Needs you/ }).click();
  await hers.getByRole('button', { name: 'More for this list' }).click();
  await hers.getByRole('menuitem', { name: 'Clear all' }).click();
  await hers.getByRole('heading', { name: 'Nothing needs you' }).waitFor();
  await hers.getByRole('link', { name: 'Cleared' }).click();
  await list.getByRole('button', { name: 'Back to the inbox: Ring the bakery' }).click();
  await until(
    'reopened',
    () => her.get('/inbox/counts'),
    ({ needs }) => needs === 1,
  );
});

test('what is read where it is needs nobody any more, and on a phone all of it is in reach', async (t) => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: 'dark' };
  const { hers, her, tasks, give, say, at } = await two(t, ['Fit the new boiler', 'Order gaskets'], phone);
  await say(tasks[0], `${at} have a look`);
  await give(tasks[1]);
  await until(
    'told',
    () => her.get('/inbox/counts'),
    ({ needs }) => needs === 2,
  );
  await hers.goto(`/t/${tasks[0].key}`);
  await until(
    'read there',
    () => her.get('/inbox/counts'),
    ({ needs }) => needs === 1,
  );
  await hers.getByRole('link', { name: /^Inbox/ }).tap();
  const list = hers.getByRole('main');
  await list.getByRole('link', { name: /Order gaskets/ }).waitFor();
  await settled(hers);
  assert.deepEqual(await brokenRules(hers), []);
  const wide = await hers.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `the page is ${wide} wide`);
  await list.getByRole('button', { name: 'Done: Order gaskets' }).tap();
  await hers.getByRole('heading', { name: 'Nothing needs you' }).waitFor();
});

test('a space is as loud as one wants, and whoever is away says so to those who name them', async (t) => {
  const { hers, her, page, api, space, tasks } = await two(t);
  await hers.goto(`/s/${space.prefix}/tasks`);
  await settled(hers);
  await hers.getByRole('button', { name: 'More about Service' }).click();
  await hers.getByRole('menuitemradio', { name: 'Hear everything' }).click();
  await until(
    'louder',
    () => her.get('/inbox/levels'),
    ({ items }) => items[0]?.level === 'everything',
  );
  await api.post(`/spaces/${space.id}/tasks`, { title: 'Sweep the yard' });
  await until(
    'told',
    () => her.get('/inbox/counts'),
    ({ following }) => following === 1,
  );

  await hers.goto('/me');
  await settled(hers);
  const today = new Date().toISOString().slice(0, 10);
  const next = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  await hers.getByLabel('First day').fill(today);
  await hers.getByLabel('Last day').fill(next);
  await hers.getByLabel('What should they know?').fill('Bo looks after the van');
  await hers.getByRole('button', { name: 'Set', exact: true }).click();
  await until(
    'away',
    () => her.get('/me'),
    ({ away }) => away?.note === 'Bo looks after the van',
  );
  await page.goto(`/t/${tasks[0].key}`);
  await settled(page);
  await page.getByRole('textbox', { name: 'Write a comment' }).click();
  await page.keyboard.type('Ask @ana');
  await page.getByRole('option', { name: /Ana Duarte.*Away until.*Bo looks after the van/ }).waitFor();
});

test('what was said in a topic opens there, and is read there', async (t) => {
  const { hers, her, page, api, space, at } = await two(t);
  const topic = await api.post(`/spaces/${space.id}/topics`, { title: 'Fault codes' });
  await hers.goto('/inbox');
  await settled(hers);
  await page.goto(`/d/${topic.id}`);
  await settled(page);
  const write = page.getByRole('textbox', { name: /^Write/ });
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Attach a file' }).click(),
  ]);
  await chooser.setFiles({ name: 'codes.txt', mimeType: 'text/plain', buffer: Buffer.from('F.28') });
  await page.getByRole('list', { name: 'Files that go with the comment' }).getByText('codes.txt').waitFor();
  await api.post(`/items/${topic.id}/comments`, { body: `${at} which one was it?` });
  await write.fill('Here is the list');
  await page.keyboard.press('Control+Enter');

  await hers.getByRole('link', { name: /mentioned you in Fault codes/ }).click();
  await hers.waitForURL(/discussions\/[0-9a-f-]+#c-/);
  const asked = hers.locator('[id^="c-"]').filter({ hasText: 'which one was it?' });
  await asked.waitFor();
  const answer = hers.locator('[id^="c-"]').filter({ hasText: 'Here is the list' });
  await answer.getByRole('link', { name: 'codes.txt' }).waitFor();
  await until(
    'read where it was said',
    () => her.get('/inbox/counts'),
    ({ needs, following }) => needs === 0 && following === 0,
  );
  assert.deepEqual(await brokenRules(hers), []);
});
