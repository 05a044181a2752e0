// The keys of lists, one by one: each does what the map says to the row the keyboard is on, and Ctrl Z takes it back. None of
// them fires while somebody types, or where single keys are switched off.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, expectFocus, settled } from '../support/look.mjs';
import { ana as person, bringIn, spaceWith, until } from '../support/people.mjs';

const title = 'Ring the bakery';
const row = (page) => page.getByRole('link', { name: title, exact: true });

const map = (page) => page.getByRole('dialog', { name: 'Keyboard' });

/** The keys of rows come a moment after the rows do: they are there when the map names them. */
const keysCame = (page) =>
  until(
    'named in the map',
    async () => {
      await page.keyboard.press('?');
      await map(page).waitFor();
      const named = await map(page).getByText('Assign to me', { exact: true }).count();
      await page.keyboard.press('Escape');
      await map(page).waitFor({ state: 'detached' });
      return named;
    },
    (named) => named > 0,
  );

/** A list with one task, and what the server says of it. */
async function listed(t) {
  const { page, api, open } = await guild(t);
  const { me: ana } = await caller(await bringIn(api, open, person)).get('/session');
  const { me } = await api.get('/session');
  const tag = await api.post('/tags', { name: 'paper' });
  const { space, tasks } = await spaceWith(api, [title]);
  const task = () => api.get(`/tasks/${tasks[0].id}`);
  await page.goto(`/s/${space.prefix}/tasks`);
  await settled(page);
  await row(page).waitFor();
  await keysCame(page);
  return { page, api, me, ana, tag, space, task };
}

/** In a box where one types to find, takes what these words begin. */
const find = (box, words) => async (page) => {
  await page.getByRole('combobox', { name: box, exact: true }).fill(words);
  await page.getByRole('option', { name: new RegExp(`^${words}`) }).waitFor();
  await page.keyboard.press('Enter');
};
const choose = (name) => (page) => page.getByRole('menuitemradio', { name, exact: true }).press('Enter');
const tomorrow = (page) =>
  page
    .getByRole('dialog', { name: 'Due date', exact: true })
    .getByRole('button', { name: 'Tomorrow', exact: true })
    .press('Enter');

/** Each key, what is chosen then, what of the task changes, and to what. */
const keys = ({ me, ana }) => [
  { key: 'a', act: find('Assign', 'Ana'), of: (task) => task.assignee_id, to: ana.id },
  { key: 'i', of: (task) => task.assignee_id, to: me.id },
  { key: 'd', act: tomorrow, of: (task) => task.due !== null, to: true },
  { key: 'p', act: choose('If there is time'), of: (task) => task.plan, to: 'someday' },
  { key: '!', act: choose('High'), of: (task) => task.priority, to: 'high' },
  // Whoever makes a task follows it.
  { key: 'f', of: (task) => task.follower_ids.includes(me.id), to: false },
  { key: '2', of: (task) => task.category, to: 'doing' },
  { key: '4', of: (task) => task.category, to: 'done' },
  { key: 'Delete', of: (task) => task.trashed_at !== null, to: true },
];

test('every key of a row does what the map says, and is taken back', async (t) => {
  const all = await listed(t);
  const { page, task, tag } = all;
  const undo = page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' });
  for (const { key, act, of, to } of keys(all)) {
    const before = of(await task());
    assert.notEqual(before, to, `${key}: there is something to change`);
    await row(page).focus();
    await page.keyboard.press(key);
    await act?.(page);
    await until(`changed by ${key}`, task, (now) => of(now) === to);
    await undo.waitFor();
    await page.keyboard.press('Control+z');
    await until(`as it was before ${key}`, task, (now) => of(now) === before);
    await undo.waitFor({ state: 'detached' });
    await row(page).waitFor();
  }

  // A tag is put on and taken off in the same box, which stays open for more.
  for (const on of [true, false]) {
    await row(page).focus();
    await page.keyboard.press('l');
    await find('Tags', 'paper')(page);
    await until(`tagged: ${on}`, task, (now) => now.tag_ids.includes(tag.id) === on);
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Tags', exact: true }).waitFor({ state: 'hidden' });
  }
  assert.deepEqual(await brokenRules(page), []);
});

test('keys that open something open it, and Escape leaves it', async (t) => {
  const { page, task } = await listed(t);
  const before = await task();
  await row(page).focus();
  await page.keyboard.press('Space');
  const panel = page.getByRole('region', { name: `Task: ${title}` });
  await panel.waitFor();
  await page.keyboard.press('Space');
  await panel.waitFor({ state: 'detached' });

  await row(page).focus();
  await page.keyboard.press('m');
  const move = page.getByRole('dialog', { name: title });
  await move.getByRole('searchbox', { name: 'Find a space' }).waitFor();
  await page.keyboard.press('Escape');
  await move.waitFor({ state: 'detached' });

  const sidebar = page.getByRole('navigation', { name: 'Main', exact: true });
  const narrow = sidebar.getByTitle('Home', { exact: true });
  assert.equal(await narrow.count(), 0);
  await page.keyboard.press('[');
  await narrow.waitFor();
  await page.keyboard.press('[');
  await narrow.waitFor({ state: 'detached' });

  await page.keyboard.press('?');
  await map(page).getByText('Assign to me', { exact: true }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Escape');
  await map(page).waitFor({ state: 'detached' });
  assert.deepEqual(await task(), before, 'looking changes nothing');
});

test('no single key fires while somebody types', async (t) => {
  const { page, task } = await listed(t);
  const before = await task();
  await row(page).focus();
  await page.keyboard.press('n');
  await expectFocus(page, /^Add a task/);
  const typed = 'aidplf24mnxe[?';
  await page.keyboard.type(typed);
  assert.equal(await page.locator('textarea:focus').inputValue(), typed);
  assert.equal(await page.getByRole('dialog').count(), 0, 'nothing opened');
  assert.deepEqual(await task(), before, 'nothing changed');
});

test('whoever switched single keys off has those with Ctrl', async (t) => {
  const { page, api, task } = await listed(t);
  await api.patch('/me', { single_keys: false });
  const before = await task();
  await page.reload();
  await settled(page);
  await row(page).focus();
  for (const key of ['i', '4', 'f', 'Delete', 'a', 'c']) await page.keyboard.press(key);
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  assert.equal(await page.getByRole('dialog').count(), 1, 'what the other keys open is not there');
  assert.deepEqual(await task(), before);
});

test('G and a letter lead to a place, from any other', async (t) => {
  const { page, server } = await guild(t);
  await page.goto('/me');
  await settled(page);
  const rest = () => page.evaluate(() => document.activeElement?.blur());
  for (const [key, path] of [
    ['i', '/inbox'],
    ['c', '/calendar'],
    ['p', '/people'],
    ['r', '/reports'],
    ['w', '/what-happened'],
    ['l', '/people/workload'],
    ['t', '/people/time'],
    ['h', '/'],
  ]) {
    await rest();
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await page.waitForURL((url) => url.href.split('?')[0] === `${server.url}${path}`);
    await settled(page);
  }
  await rest();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.getByRole('dialog', { name: 'Go to a space' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
});

test('on a board the arrows go from column to column', async (t) => {
  const { page, api } = await guild(t);
  const { space } = await spaceWith(api, ['Bleed the radiators', 'Order gaskets']);
  const doing = space.statuses.find(({ category }) => category === 'doing');
  await api.post(`/spaces/${space.id}/tasks`, { title: 'Sweep the flue', status_id: doing.id });
  await page.goto(`/s/${space.prefix}/tasks?layout=board`);
  await settled(page);
  await page.getByRole('link', { name: 'Bleed the radiators', exact: true }).focus();
  for (const [key, title] of [
    ['j', 'Order gaskets'],
    ['ArrowRight', 'Sweep the flue'],
    ['h', 'Bleed the radiators'],
    ['ArrowDown', 'Order gaskets'],
    ['ArrowUp', 'Bleed the radiators'],
  ]) {
    await page.keyboard.press(key);
    await page.waitForFunction((wanted) => document.activeElement?.textContent?.trim() === wanted, title);
  }
});
