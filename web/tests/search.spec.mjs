// Finding "that thing about the boiler": the palette, the page, and what is not found.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from './support/guild.mjs';
import { brokenRules, settled, type } from './support/look.mjs';
import { phone } from './support/browser.mjs';

async function fill(api) {
  const space = await api.post('/spaces', { name: 'Service' });
  const task = await api.post(`/spaces/${space.id}/tasks`, {
    title: 'Burner lockout, Kestrel Bakery',
    steps: [{ text: 'Clean the boiler filter' }],
  });
  const comment = await api.post(`/items/${task.id}/comments`, {
    body: 'The boiler locks out when the oven fan starts.',
  });
  await api.post(`/spaces/${space.id}/tasks`, { title: 'Order flue gaskets' });
  return { space, task, comment };
}

/** The index is a moment behind the data. */
async function indexed(api, words) {
  for (let tries = 0; tries < 100; tries += 1) {
    const { total } = await api.get(`/search?q=${encodeURIComponent(words)}`);
    if (total > 0) return;
  }
  assert.fail(`“${words}” was never found`);
}

test('the palette finds a comment as you type and opens at it', async (t) => {
  const { page, api } = await guild(t);
  const { comment } = await fill(api);
  await indexed(api, 'oven');
  await page.goto('/');
  await settled(page);

  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Search or run a command' });
  await field.fill('oven fan');
  const best = page.getByRole('option', { selected: true }).filter({ hasText: 'Kestrel Bakery' });
  await best.locator('mark').first().waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.hash === `#c-${comment.id}`);
  await page.getByText('The boiler locks out when the oven fan starts.').first().waitFor();
});

test('the palette runs commands and goes to spaces by the keyboard alone', async (t) => {
  const { page, api, server } = await guild(t);
  const { space } = await fill(api);
  await page.goto('/');
  await settled(page);

  await page.keyboard.press('/');
  await type(page, 'serv');
  await page.getByRole('option', { name: /Service/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`${server.url}/s/${space.prefix}**`);

  await page.keyboard.press('Control+k');
  await type(page, '>keyb');
  await page.getByRole('option', { name: /Keyboard shortcuts/, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+k');
  await type(page, 'Ring the bakery');
  await page.keyboard.press('Control+Enter');
  const capture = page.getByRole('dialog', { name: 'New task' }).getByRole('textbox');
  assert.equal(await capture.inputValue(), 'Ring the bakery');
});

for (const [name, viewport] of [
  ['a desktop', undefined],
  ['a phone', phone],
]) {
  test(`the page of results narrows and widens on ${name}`, async (t) => {
    const { page, api } = await guild(t, { viewport });
    await fill(api);
    await indexed(api, 'boiler');
    await page.goto('/search?q=boilr');
    // Misspelt, and found all the same.
    await page.getByRole('link', { name: 'Clean the boiler filter' }).waitFor();
    await page
      .getByRole('link', { name: /Burner lockout/ })
      .first()
      .waitFor();
    assert.deepEqual(await brokenRules(page), []);

    const kinds = page.getByRole('navigation', { name: 'Type' });
    await kinds.getByRole('link', { name: /Comments/ }).click();
    await page.getByRole('link', { name: 'Clean the boiler filter' }).waitFor({ state: 'detached' });
    await kinds.getByRole('link', { name: /All/ }).click();
    await page.getByRole('link', { name: 'Clean the boiler filter' }).waitFor();

    await page.getByRole('textbox', { name: 'Search' }).fill('qqqqqqqq');
    await page.getByRole('heading', { name: 'Nothing matches “qqqqqqqq”' }).waitFor();
  });
}
