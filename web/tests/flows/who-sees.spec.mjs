// Who sees a space, as its lead changes it and as somebody else meets it: open, closed, private, everyone in it, a whole other
// space in it, guests, the archive; and the star, which is one's own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana, bringIn, lucia, until } from '../support/people.mjs';

const messages = (page) => page.getByRole('region', { name: 'Messages' });
const sidebar = (page) => page.getByRole('navigation', { name: 'Main', exact: true });
const inSidebar = (page) => sidebar(page).getByRole('link', { name: 'Front office' });

/** Settings of a space of the owner's, and Ana at Home. */
async function two(t, part, more = {}) {
  const all = await guild(t);
  const { page, api, open } = all;
  const space = await api.post('/spaces', { name: 'Front office', prefix: 'FRO', ...more });
  await api.post(`/spaces/${space.id}/tasks`, { title: 'Ring the bakery' });
  const hers = await bringIn(api, open, ana);
  await hers.goto('/');
  await settled(hers);
  await page.goto(`/s/FRO/settings?part=${part}`);
  await settled(page);
  const reads = async (one = hers) => (await one.request.get(`/api/v1/spaces/${space.id}/tasks`)).status();
  return { ...all, space, hers, reads };
}

test('a space is closed, made private and opened again, and others see that much of it', async (t) => {
  const { page, hers, reads } = await two(t, 'access');
  await inSidebar(hers).waitFor();
  await page.getByRole('radio', { name: /^Closed/ }).check();
  await messages(page).getByText('This space is now Closed.').waitFor();
  await inSidebar(hers).waitFor({ state: 'detached' });
  await hers.goto('/s/FRO/tasks');
  await hers.getByRole('heading', { name: 'Front office is closed' }).waitFor();
  assert.equal(await reads(), 403);
  assert.deepEqual(await brokenRules(page), []);

  await page.getByRole('radio', { name: /^Private/ }).check();
  await messages(page).getByText('This space is now Private.').waitFor();
  await hers.goto('/s/FRO/tasks');
  await hers.getByRole('heading', { name: 'There is no such space' }).first().waitFor();
  assert.deepEqual(await brokenRules(hers), []);
  assert.equal(await reads(), 404);

  await page.getByRole('radio', { name: /^Open/ }).check();
  await messages(page).getByText('This space is now Open.').waitFor();
  await hers.goto('/s/FRO/tasks');
  await hers.getByRole('link', { name: 'Ring the bakery' }).waitFor();
  assert.equal(await reads(), 200);
});

test('everyone joins a closed space, also who comes later, and guests do not', async (t) => {
  const { page, api, open, hers, reads } = await two(t, 'access', { access: 'closed' });
  assert.equal(await reads(), 403);
  await page.getByRole('switch', { name: 'Everyone joins' }).click();
  await until('in it', reads, (status) => status === 200);
  await hers.goto('/');
  await inSidebar(hers).waitFor();
  const later = await bringIn(api, open, lucia);
  assert.equal(await reads(later), 200);
  await later.goto('/');
  await inSidebar(later).waitFor();
  await api.patch(`/people/${(await caller(later).get('/me')).id}`, { role: 'guest' });
  await until(
    'a guest is not',
    () => reads(later),
    (status) => status >= 400,
  );

  await page.getByRole('switch', { name: 'Everyone joins' }).click();
  await until('out of it', reads, (status) => status === 403);
});

test('a whole space belongs to another one, and so do those who are in it', async (t) => {
  const { page, api, hers, reads } = await two(t, 'people', { access: 'closed' });
  const shop = await api.post('/spaces', { name: 'Workshop', prefix: 'WOR', access: 'closed' });
  await api.put(`/spaces/${shop.id}/members/${(await caller(hers).get('/me')).id}`, { role: 'member' });
  await page.reload();
  await settled(page);
  await page.getByRole('button', { name: 'Add a space' }).press('Enter');
  await page.getByRole('combobox', { name: 'Add a space' }).fill('work');
  await page.getByRole('option', { name: /^Workshop/ }).waitFor();
  await page.keyboard.press('Enter');
  await messages(page).getByText('Workshop was added.').waitFor();
  await page.getByRole('heading', { name: 'Spaces that belong to it' }).waitFor();
  await page.getByRole('heading', { name: 'In through another space' }).waitFor();
  await page.getByRole('listitem').filter({ hasText: 'Ana Duarte' }).getByText('through Workshop').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await until('in it', reads, (status) => status === 200);

  await page.getByRole('button', { name: 'Remove Workshop' }).press('Enter');
  await messages(page).getByText('Workshop was removed.').waitFor();
  await until('out of it', reads, (status) => status === 403);
});

test('a guest of the organization is put in as a guest, and sees that space alone', async (t) => {
  const { page, api, hers, reads, space } = await two(t, 'people', { access: 'closed' });
  const other = await api.post('/spaces', { name: 'Board', prefix: 'BRD' });
  const { id } = await caller(hers).get('/me');
  await api.patch(`/people/${id}`, { role: 'guest' });
  await page.reload();
  await settled(page);
  await page.getByRole('button', { name: 'Add a person' }).press('Enter');
  await page.getByRole('combobox', { name: 'Add a person' }).fill('ana');
  await page.getByRole('option', { name: /^Ana Duarte/ }).waitFor();
  await page.keyboard.press('Enter');
  const role = page.getByLabel('Role of Ana Duarte');
  await role.waitFor();
  assert.equal(await role.inputValue(), 'guest');
  assert.equal(await role.isDisabled(), true, 'a guest is one everywhere');
  await until('in it', reads, (status) => status === 200);
  const { items } = await caller(hers).get('/spaces');
  const seen = items.filter(({ access }) => access !== 'personal').map((one) => one.id);
  assert.deepEqual(seen, [space.id], `not ${other.name}`);
  await hers.goto('/s/FRO/tasks');
  await hers.getByRole('link', { name: 'Ring the bakery' }).waitFor();
});

test('an archived space is out of the way and read only, and its lead brings it back', async (t) => {
  const { page, hers, space } = await two(t, 'end');
  await inSidebar(hers).waitFor();
  await page.getByRole('button', { name: 'Archive', exact: true }).press('Enter');
  await messages(page).getByText('Front office is archived.').waitFor();
  await page.getByRole('button', { name: 'Bring back', exact: true }).waitFor();
  await inSidebar(page).waitFor({ state: 'detached' });
  await inSidebar(hers).waitFor({ state: 'detached' });
  const write = () => hers.request.post(`/api/v1/spaces/${space.id}/tasks`, { data: { title: 'Late' } });
  assert.equal((await write()).status(), 403);
  await hers.goto('/s/FRO/tasks');
  await hers.getByText('This space is archived: it can be read, not changed.').waitFor();
  await hers.getByRole('link', { name: 'Ring the bakery' }).waitFor();
  assert.equal(await hers.getByRole('button', { name: 'Bring back from the archive' }).count(), 0);
  assert.deepEqual(await brokenRules(hers), []);

  // Long after, when nothing offers to take it back any more.
  await page.goto('/s/FRO/tasks');
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Bring back from the archive' }).press('Enter');
  await messages(page).getByText('Front office is back.').waitFor();
  await inSidebar(page).waitFor();
  assert.equal((await write()).status(), 201);
});

test('a star puts a space first, for oneself alone', async (t) => {
  const { page, api, hers } = await two(t, 'access');
  await api.post('/spaces', { name: 'Accounts', prefix: 'ACC' });
  await page.goto('/s/FRO/tasks');
  await settled(page);
  const order = (one) => async () => {
    const names = await sidebar(one).getByRole('link').allTextContents();
    return ['Front office', 'Accounts'].map((name) => names.findIndex((text) => text.includes(name)));
  };
  const behind = ([office, accounts]) => accounts >= 0 && office > accounts;
  const before = ([office, accounts]) => office >= 0 && office < accounts;
  await until('by name', order(page), behind);
  await page.getByRole('button', { name: 'Star Front office' }).press('Enter');
  await until('first', order(page), before);
  await page.reload();
  await page.getByRole('button', { name: 'Take the star from Front office', pressed: true }).waitFor();
  await until('still first', order(page), before);
  await hers.reload();
  await until('by name', order(hers), behind);
  await page.getByRole('button', { name: 'Take the star from Front office' }).press('Enter');
  await until('by name again', order(page), behind);
});
