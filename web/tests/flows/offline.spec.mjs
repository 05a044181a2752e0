// The server goes away for a while.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { addLine, edit, lineOf, pageIn, saved, text } from '../support/pages.mjs';
import { spaceWith, until } from '../support/people.mjs';

test('a stopped server is said, nothing typed is lost, and the page goes on when it is back', async (t) => {
  const { page, api, server } = await guild(t);
  const { space, tasks } = await spaceWith(api, ['Fit the new boiler']);
  await page.goto(`/s/${space.prefix}/tasks`);
  await settled(page);
  await page.evaluate(() => (window.sameDocument = true));
  // A moment after the start, the code for a new task is at hand for times like these.
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some((entry) => /CaptureDialog.*js/.test(entry.name)),
  );

  await server.stop();
  const banner = page.getByRole('alert').filter({ hasText: 'No answer from the server since' });
  await banner.waitFor({ timeout: 30_000 });
  await page.getByRole('link', { name: 'Fit the new boiler' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('c');
  const line = page.getByRole('dialog', { name: 'New task' }).getByRole('textbox', { name: 'New task' });
  await line.fill('Ring the bakery #Service');
  await page.keyboard.press('Enter');
  await page.getByText('The server can’t be reached. Your text stays here.').waitFor();

  await server.start();
  await page
    .getByRole('alert')
    .filter({ hasText: 'No answer from the server since' })
    .waitFor({ state: 'detached', timeout: 30_000 });
  await line.press('Enter');
  await until(
    'made',
    () => api.get(`/spaces/${space.id}/tasks`),
    ({ items }) => items.length === 2,
  );
  await page.getByRole('link', { name: 'Ring the bakery' }).waitFor();
  // What others did meanwhile comes in as well.
  await api.patch(`/tasks/${tasks[0].id}`, { title: 'Fit the heat pump' });
  await page.getByRole('link', { name: 'Fit the heat pump' }).waitFor();
  assert.equal(await page.evaluate(() => window.sameDocument), true);
});

test('a page stays open for writing where it cannot be read again after the line was cut', async (t) => {
  const { page, api } = await guild(t);
  const { made, at } = await pageIn(api);
  const line = await lineOf(page);
  await edit(page, at);
  await page.keyboard.type('Bread');
  await saved(page);
  await line.cut();
  await addLine(page, 'the gauge reads 1.4.');
  const again = `**/api/v1/documents/${made.id}`;
  await page.route(again, (route) => route.abort());
  // The line tries again after a quarter of a minute at the latest.
  const asked = page.waitForRequest(again, { timeout: 45_000 });
  await line.mend();
  await asked;
  await saved(page);
  await text(page).getByText('the gauge reads 1.4.').waitFor();
});
