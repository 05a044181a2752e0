// A page becomes a template, of its space or for everybody, and another page begins from it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana, bringIn } from '../support/people.mjs';

const choose = async (page, item) => {
  await page
    .locator('.dtop')
    .getByRole('button', { name: /Minutes/ })
    .click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
};

test('a template is made, offered in every space, and a page begins from it elsewhere', async (t) => {
  const { page, api, open } = await guild(t);
  const news = await api.post('/spaces', { name: 'Company news', prefix: 'NEWS' });
  const service = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const made = await api.post(`/spaces/${news.id}/pages`, {
    title: 'Minutes',
    body: '## Present\n\n## Decided',
  });
  const local = await api.post(`/spaces/${service.id}/pages`, { title: 'Visit', body: '## Who' });
  await api.patch(`/documents/${local.id}`, { template: true });
  await page.goto(`/p/${made.id}`);
  await settled(page);
  await choose(page, 'Use as a template');
  await page.getByText('Template', { exact: true }).waitFor();
  await choose(page, 'Offer it in every space');
  await page.getByText('Template everywhere').waitFor();

  const hers = await bringIn(api, open, ana);
  await hers.goto(`/s/${service.prefix}/documents`);
  await settled(hers);
  await hers.keyboard.press('n');
  const dialog = hers.getByRole('dialog', { name: 'New page' });
  await dialog.getByLabel('Title').fill('Monday round');
  const from = dialog.getByLabel('Begin from');
  await from.locator('optgroup[label="Everywhere"] option').waitFor({ state: 'attached' });
  const offered = await from
    .locator('optgroup')
    .evaluateAll((groups) =>
      groups.map((group) => [group.label, ...[...group.children].map((option) => option.textContent)]),
    );
  assert.deepEqual(offered, [
    ['This space', 'Visit'],
    ['Everywhere', 'Minutes (Company news)'],
  ]);
  await from.selectOption({ label: 'Minutes (Company news)' });
  assert.deepEqual(await brokenRules(hers), []);
  await hers.keyboard.press('Enter');
  await hers
    .getByRole('textbox', { name: 'Text of the page' })
    .getByRole('heading', { name: 'Decided' })
    .waitFor();

  // Somebody who leads nothing may not end that; she sees no way to.
  await hers.goto(`/p/${made.id}`);
  await settled(hers);
  await hers
    .locator('.dtop')
    .getByRole('button', { name: /Minutes/ })
    .click();
  await hers.getByRole('menuitem', { name: 'Copy link' }).waitFor();
  assert.equal(await hers.getByRole('menuitem', { name: /Offer it|template/ }).count(), 0);
});
