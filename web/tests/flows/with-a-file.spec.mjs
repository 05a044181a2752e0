// Narrowing a search to what has a file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { until } from '../support/people.mjs';

test('what has a file is counted, found alone, and let go of again', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service' });
  const task = (title) => api.post(`/spaces/${space.id}/tasks`, { title });
  const drawn = await task('Gasket for the oven, with a drawing');
  await task('Gasket for the van');
  await page.request.post(`/api/v1/items/${drawn.id}/attachments?name=drawing.txt`, {
    data: Buffer.from('An oval of nine centimetres'),
  });
  await until(
    'both to be found, and that one has a file',
    () => api.get('/search?q=gasket&facets=true'),
    (found) => found.total === 2 && found.facets.has[0]?.count === 1,
  );

  await page.goto('/search?q=gasket');
  await settled(page);
  const filters = page.getByRole('complementary', { name: 'Filters' });
  const choice = filters.getByRole('group', { name: 'Has' }).getByRole('checkbox', { name: /^A file/ });
  const van = page.getByRole('link', { name: 'Gasket for the van' });
  await van.waitFor();
  assert.match(await choice.locator('..').textContent(), /A file\s*1/);

  await choice.check();
  await page.waitForURL((url) => url.searchParams.get('has') === 'file');
  await van.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Gasket for the oven, with a drawing' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);

  // The address says it all: loaded again it is the same, and unticked everything is back.
  await page.reload();
  await settled(page);
  await page.getByRole('link', { name: 'Gasket for the oven, with a drawing' }).waitFor();
  assert.equal(await choice.isChecked(), true);
  assert.equal(await van.count(), 0);
  await choice.uncheck();
  await page.waitForURL((url) => url.searchParams.get('has') === null);
  await van.waitFor();
});
