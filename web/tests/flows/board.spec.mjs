// Cards go where they are put, by the mouse and by the keyboard, and stay there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { spaceWith } from '../support/people.mjs';

const column = (page, name) => page.getByRole('region', { name: new RegExp(`^${name},`) });
const card = (page, where, title) => column(page, where).getByRole('listitem').filter({ hasText: title });
const titles = async (page, where) =>
  (await column(page, where).getByRole('heading', { level: 3 }).allTextContents()).map((text) => text.trim());

async function board(t) {
  const all = await guild(t);
  const { space } = await spaceWith(all.api, [
    'Bleed the radiators',
    'Order flue gaskets',
    'Ring the bakery',
  ]);
  await all.page.goto(`/s/${space.prefix}/tasks?layout=board`);
  await settled(all.page);
  await card(all.page, 'To do', 'Ring the bakery').waitFor();
  return all;
}

test('a dragged card is in its new column after a reload', async (t) => {
  const { page } = await board(t);
  assert.deepEqual(await brokenRules(page), []);
  await card(page, 'To do', 'Order flue gaskets').dragTo(column(page, 'Doing'));
  await card(page, 'Doing', 'Order flue gaskets').waitFor();
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).waitFor();
  await page.reload();
  await card(page, 'Doing', 'Order flue gaskets').waitFor();
  assert.deepEqual((await titles(page, 'To do')).sort(), ['Bleed the radiators', 'Ring the bakery']);
});

test('a card is carried by Alt and the arrows, and the place is announced', async (t) => {
  const { page } = await board(t);
  const before = await titles(page, 'To do');
  const [first, second, third] = before;
  await card(page, 'To do', first).getByRole('link').focus();

  await page.keyboard.press('Alt+ArrowDown');
  await page.getByText(`${first}: To do, 2 of 3`).waitFor({ state: 'attached' });
  assert.deepEqual(await titles(page, 'To do'), [second, first, third]);
  await page.keyboard.press('Alt+ArrowRight');
  await card(page, 'Doing', first).waitFor();
  await page.getByText(`${first}: Doing, 1 of 1`).waitFor({ state: 'attached' });
  // The focus went with the card: the next key moves the same one.
  await page.keyboard.press('Alt+ArrowRight');
  await card(page, 'Waiting', first).waitFor();

  await page.reload();
  await card(page, 'Waiting', first).waitFor();
  assert.deepEqual(await titles(page, 'To do'), [second, third]);
});
