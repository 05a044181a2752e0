// Whom a page names: told in their inbox, and what cannot reach them is said to whoever wrote it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { edit, pageIn, saved, text } from '../support/pages.mjs';
import { ana, bringIn, until } from '../support/people.mjs';

test('who is named in a page finds it in the inbox, and no more once they are taken out', async (t) => {
  const { page, api, open } = await guild(t);
  const { at } = await pageIn(api, 'Bread');
  const hers = await bringIn(api, open, ana);
  await hers.goto('/inbox');
  await settled(hers);
  await edit(page, at);
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' @Ana');
  await page.getByRole('option', { name: /Ana Duarte/ }).waitFor();
  await page.keyboard.press('Enter');
  const mention = text(page).locator('.mention', { hasText: '@Ana Duarte' });
  await mention.waitFor();
  await saved(page);
  const told = hers.getByRole('main').getByRole('link', { name: /mentioned you in Minutes/ });
  await told.waitFor();
  assert.equal((await caller(hers).get('/inbox/counts')).needs, 1);
  // What stands behind the name goes with it: the space the name was put in with, and the name.
  await page.keyboard.press('Control+End');
  while (await mention.count()) await page.keyboard.press('Backspace');
  await told.waitFor({ state: 'detached' });
});

test('whoever names somebody who cannot read the page learns it', async (t) => {
  const { page, api, open } = await guild(t);
  await bringIn(api, open, ana);
  const { people } = await api.get('/session');
  const { id } = people.find((person) => person.name === ana.name);
  const space = await api.post('/spaces', { name: 'Wages', prefix: 'WAG', access: 'private' });
  const made = await api.post(`/spaces/${space.id}/pages`, {
    title: 'Wages',
    body: `Ask [@Ana](guildhall:person/${id}).`,
  });
  await page.goto(`/p/${made.id}`);
  await settled(page);
  await page.getByText('Ana Duarte cannot read this page and was not told. Only you see this.').waitFor();
  assert.deepEqual(await brokenRules(page), []);
});

test('where a page is used stands at its foot while others write', async (t) => {
  const { page, api, open } = await guild(t);
  const { space, at } = await pageIn(api, 'Bread');
  const list = await api.post(`/spaces/${space.id}/pages`, { title: 'Price list', body: 'Rye' });
  const hers = await bringIn(api, open, ana);
  await hers.goto(`/p/${list.id}`);
  await settled(hers);
  const used = hers.getByRole('region', { name: 'Used in' });
  assert.equal(await used.count(), 0);
  await until(
    'found',
    () => api.get('/search?q=price'),
    ({ total }) => total > 0,
  );
  await edit(page, at);
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' #Price');
  await page.getByRole('option', { name: /Price list/ }).waitFor();
  await page.keyboard.press('Enter');
  const chip = text(page).locator('.chip', { hasText: 'Price list' });
  await chip.waitFor();
  await used.getByRole('link', { name: 'Minutes' }).waitFor();
  assert.deepEqual(await brokenRules(hers), []);
  await page.keyboard.press('Control+End');
  while (await chip.count()) await page.keyboard.press('Backspace');
  await used.waitFor({ state: 'detached' });
});
