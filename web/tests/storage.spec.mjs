// Where the bytes of files go, in Admin: by space and the largest ones, until they are deleted for good.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from './support/guild.mjs';
import { brokenRules, settled } from './support/look.mjs';
import { spaceWith } from './support/people.mjs';

test('the bytes of files are seen by space until they are deleted for good', async (t) => {
  const { page, api } = await guild(t);
  const { tasks } = await spaceWith(api, ['Fit the new boiler', 'Order gaskets']);
  for (const [at, [name, size]] of [
    ['plan.bin', 700_000],
    ['photo.bin', 90_000],
  ].entries()) {
    const sent = await page.request.post(`/api/v1/items/${tasks[at].id}/attachments?name=${name}`, {
      headers: { 'Content-Type': 'application/octet-stream' },
      data: Buffer.alloc(size, at + 1),
    });
    assert.equal(sent.status(), 201, await sent.text());
  }
  const look = async () => {
    await page.goto('/admin/server');
    await settled(page);
  };
  const cells = async () => {
    const row = page.getByRole('table', { name: 'By space' }).getByRole('row').filter({ hasText: 'Service' });
    await row.waitFor();
    return row.getByRole('cell').allInnerTexts();
  };
  await look();
  const [, files, all, trash] = await cells();
  assert.deepEqual([files.trim(), trash.trim()], ['2', '']);
  const largest = page.getByRole('table', { name: 'The largest files' });
  const names = await largest.getByRole('row').allInnerTexts();
  assert.match(names[1], /plan\.bin.*Fit the new boiler/s);
  assert.match(names[2], /photo\.bin.*Order gaskets/s);
  assert.deepEqual(await brokenRules(page), []);

  // What a deleted task holds is in the trash with it, and then it is gone.
  await api.delete(`/tasks/${tasks[0].id}`);
  await look();
  const [, still, same, thrown] = await cells();
  assert.deepEqual([still.trim(), same], ['2', all]);
  assert.notEqual(thrown.trim(), '');
  await largest.getByText('in the trash').waitFor();
  await api.delete(`/trash/${tasks[0].id}`);
  await look();
  const [, left, less, none] = await cells();
  assert.deepEqual([left.trim(), none.trim()], ['1', '']);
  assert.notEqual(less, all);
  assert.equal(await largest.getByText('plan.bin').count(), 0);
});
