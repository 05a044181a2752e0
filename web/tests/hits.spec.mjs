// A hit opens where its words are: at the heading, in the file, beside the passage.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from './support/guild.mjs';
import { settled } from './support/look.mjs';
import { pageIn, speakOf } from './support/pages.mjs';
import { until } from './support/people.mjs';

const many = Array.from({ length: 80 }, (_, number) => `Line ${number} of what was always so.`).join('\n\n');

/** Finds something by the palette, as soon as the index has it, and opens it. */
async function follow({ page, api }, words, of) {
  await until(
    'found',
    () => api.get(`/search?q=${words}`),
    ({ total }) => total > 0,
  );
  await page.goto('/');
  await settled(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill(words);
  const best = page.getByRole('option', { selected: true }).filter({ hasText: of });
  await best.locator('mark').first().waitFor();
  await page.keyboard.press('Enter');
}

/** Waits until something stands in the window, and what is scrolled was scrolled for it. */
const inView = (page, at) =>
  page.waitForFunction((selector) => {
    const box = document.querySelector(selector)?.getBoundingClientRect();
    const scrolled = [...document.querySelectorAll('[data-scroll]')].some((one) => one.scrollTop > 0);
    return scrolled && box && box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
  }, at);

test('words far down in a page open it at their heading', async (t) => {
  const kit = await guild(t);
  const { page, api } = kit;
  const hours = '# Opening hours\n\nThe sourdough is ready at nine.';
  const { made } = await pageIn(api, `# Before\n\n${many}\n\n${hours}`);
  await follow(kit, 'sourdough', 'Minutes');
  await page.waitForURL((url) => url.pathname === `/p/${made.id}` && url.hash === '#opening-hours');
  await inView(page, '#h-opening-hours');
});

test('words in a file of documents open that file', async (t) => {
  const kit = await guild(t);
  const { page, api } = kit;
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  await page.request.post(`/api/v1/spaces/${space.id}/files?name=recipes.txt`, {
    data: Buffer.from('Torn pancakes\n\nThe kaiserschmarrn needs eight eggs.\n'),
  });
  await follow(kit, 'kaiserschmarrn', 'recipes.txt');
  await page.getByRole('heading', { level: 1, name: 'recipes.txt' }).waitFor();
  await page.getByText('The kaiserschmarrn needs eight eggs.').waitFor();
});

test('what was said of a passage far down opens beside it, also once it is resolved', async (t) => {
  const kit = await guild(t);
  const { page, api } = kit;
  const { made, at } = await pageIn(api, `${many}\n\nThe gasket is worn at the flange.\n\n${many}`);
  await page.goto(at);
  await settled(page);
  await page.getByText('The gasket is worn').scrollIntoViewIfNeeded();
  await speakOf(page, 'worn at the flange');
  await page.getByLabel('Comment on “worn at the flange”').fill('Seen by the zwieback maker too');
  await page.keyboard.press('Control+Enter');
  await page.locator('.passage', { hasText: 'worn at the flange' }).waitFor();
  const [said] = await until(
    'said',
    async () => (await api.get(`/items/${made.id}/comments`)).items,
    (items) => items.length === 1,
  );
  await follow(kit, 'zwieback', 'Minutes');
  await page.waitForURL((url) => url.hash === `#c-${said.id}`);
  await inView(page, `#c-${said.id}`);
  await inView(page, `[data-passage="${said.id}"]`);

  await api.post(`/comments/${said.id}/resolve`);
  await page.goto('/');
  await settled(page);
  await page.goto(`${at}#c-${said.id}`);
  await page.getByText('Seen by the zwieback maker too').first().waitFor();
  assert.equal(await page.locator('.passage').count(), 0);
});
