// In one hand, 390 points wide.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phone } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { spaceWith, until } from '../support/people.mjs';

test('the tab bar, capture and a task over the whole screen', async (t) => {
  const { page, api } = await guild(t, { viewport: phone });
  const { space } = await spaceWith(api, ['Fit the new boiler']);
  const { me } = await api.get('/session');
  await page.goto('/');
  await settled(page);
  const bar = page.getByRole('navigation', { name: 'Main, phone' });

  await bar.getByRole('button', { name: 'New task' }).tap();
  const dialog = page.getByRole('dialog', { name: 'New task' });
  await dialog.getByRole('textbox', { name: 'New task' }).fill('Buy descaler');
  await dialog.getByRole('button', { name: 'Create task' }).tap();
  await until(
    'made',
    () => api.get(`/spaces/${me.personal_space_id}/tasks`),
    ({ items }) => items.some((task) => task.title === 'Buy descaler'),
  );

  await bar.getByRole('button', { name: 'Spaces' }).tap();
  await page.getByRole('dialog').getByText('Service').first().tap();
  await page.waitForURL(`**/s/${space.prefix}/**`);
  await page.getByRole('link', { name: 'Fit the new boiler' }).tap();
  const panel = page.getByRole('region', { name: /Fit the new boiler/ });
  await panel.waitFor();
  await settled(page);
  const box = await panel.boundingBox();
  assert.deepEqual([box.x, box.y, box.width, box.height].map(Math.round), [0, 0, phone.width, phone.height]);
  await panel.getByRole('textbox', { name: 'Write a comment' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= phone.width, `the page is ${wide} wide`);

  await page.goBack();
  await panel.waitFor({ state: 'detached' });
  await bar.getByRole('link', { name: /^Inbox/ }).tap();
  await page.waitForURL('**/inbox');
  await bar.getByRole('link', { name: 'Home' }).tap();
  await page.getByRole('link', { name: 'My settings' }).tap();
  await page.waitForURL('**/me');
});

test('what belongs to no space is found beside the spaces', async (t) => {
  const { page } = await guild(t, { viewport: phone });
  await page.goto('/');
  await settled(page);
  const bar = page.getByRole('navigation', { name: 'Main, phone' });
  for (const [name, path] of [
    ['What happened', '/what-happened'],
    ['Reports', '/reports'],
    ['People', '/people'],
    ['Admin', '/admin/people'],
  ]) {
    await bar.getByRole('button', { name: 'Spaces' }).tap();
    const everywhere = page.getByRole('navigation', { name: 'Of the whole organization' });
    await everywhere.waitFor();
    assert.deepEqual(await brokenRules(page), []);
    await everywhere.getByRole('link', { name }).tap();
    await page.waitForURL(`**${path}*`);
    await everywhere.waitFor({ state: 'detached' });
  }
});
