// A picture that promises more pixels than anybody decodes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { until } from '../support/people.mjs';

/** The head of a PNG of 30,000 × 30,000 points, and no points. */
const head = 'iVBORw0KGgoAAAANSUhEUgAAdTAAAHUwCAIAAADpRW/tAAAAAklEQVR4AewaftIAAAAASUVORK5CYII=';

test('a picture of thirty thousand by thirty thousand points stays a file and says that it has no small one', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service' });
  const task = await api.post(`/spaces/${space.id}/tasks`, { title: 'Measure the roof' });
  await page.request.post(`/api/v1/items/${task.id}/attachments?name=roof.png`, {
    data: Buffer.from(head, 'base64'),
  });
  await until(
    'looked at',
    () => api.get(`/items/${task.id}/attachments`),
    ({ items }) => items[0].problem === 'too_large',
  );
  await page.goto(`/t/${task.key}`);
  await settled(page);
  const files = page.getByRole('region', { name: 'Files' });
  await files.getByText('No small picture could be made of it').waitFor();
  assert.equal(await files.locator('img').count(), 0);
  assert.deepEqual(await brokenRules(page), []);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    files.getByRole('link', { name: 'roof.png' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'roof.png');
});
