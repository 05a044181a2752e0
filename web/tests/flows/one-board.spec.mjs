// Two browsers and a phone at one board of a closed space: cards, files and a cable that is pulled.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { phone } from '../support/browser.mjs';
import { cable } from '../support/cable.mjs';
import { guild } from '../support/guild.mjs';
import { settled } from '../support/look.mjs';
import { yard } from '../support/pages.mjs';
import { ana, bringIn, lucia, spaceWith, until } from '../support/people.mjs';

const column = (page, name) => page.getByRole('region', { name: new RegExp(`^${name},`) });
const card = (page, where, title) => column(page, where).getByRole('listitem').filter({ hasText: title });
const files = (page) => page.getByRole('region', { name: 'Files' });
const file = (page, name) => files(page).getByRole('link', { name });

async function drop(page, name, words) {
  const data = await page.evaluateHandle(
    ([title, text]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], title, { type: 'text/plain' }));
      return transfer;
    },
    [name, words],
  );
  const panel = page.locator('[data-panel]');
  await panel.dispatchEvent('dragenter', { dataTransfer: data });
  await panel.dispatchEvent('drop', { dataTransfer: data });
}

test('two browsers and a phone work on one board, and nothing is lost or doubled', async (t) => {
  const { page, api, open } = await guild(t);
  const { space, tasks } = await spaceWith(api, ['Read the gauge', 'Order gaskets', 'Ring the bakery'], {
    access: 'closed',
  });
  const [gauge] = tasks;
  const hers = await bringIn(api, open, ana);
  const outside = caller(await bringIn(api, open, lucia));
  const { me } = await caller(hers).get('/session');
  await api.put(`/spaces/${space.id}/members/${me.id}`, { role: 'member' });
  await hers.addInitScript(cable);
  const mobile = await open({ viewport: phone });
  await mobile.context().addCookies(await hers.context().cookies());

  // A card that one moves goes for the other.
  const board = `/s/${space.prefix}/tasks?layout=board`;
  for (const one of [page, hers]) {
    await one.goto(board);
    await settled(one);
    await card(one, 'To do', 'Order gaskets').waitFor();
  }
  await card(page, 'To do', 'Order gaskets').dragTo(column(page, 'Doing'));
  await card(hers, 'Doing', 'Order gaskets').waitFor();

  // What the phone attaches and what is dropped stands at the task for everybody.
  for (const one of [page, mobile]) {
    await one.goto(`/t/${gauge.key}`);
    await one.getByRole('heading', { level: 1, name: 'Read the gauge' }).waitFor();
    await settled(one);
  }
  const [chooser] = await Promise.all([
    mobile.waitForEvent('filechooser'),
    mobile.getByRole('button', { name: 'File', exact: true }).tap(),
  ]);
  await chooser.setFiles({ name: 'gauge.png', mimeType: 'image/png', buffer: Buffer.from(yard, 'base64') });
  await file(page, 'gauge.png').waitFor();

  // Whose cable is pulled misses nothing, and finds each thing once when it is in again.
  await hers.evaluate(() => window.pull());
  await drop(page, 'serial.txt', 'The serial number is Zephyr 300.');
  await file(mobile, 'serial.txt').waitFor();
  const done = space.statuses.find((status) => status.category === 'done');
  await api.patch(`/tasks/${tasks[2].id}`, { status_id: done.id });
  await api.post(`/spaces/${space.id}/tasks`, { title: 'Send the bill' });
  await hers.evaluate(() => window.plug());
  await card(hers, 'To do', 'Send the bill').waitFor();
  await card(hers, 'To do', 'Ring the bakery').waitFor({ state: 'detached' });
  assert.equal(await hers.getByRole('listitem').filter({ hasText: 'Order gaskets' }).count(), 1);
  assert.equal(await hers.getByRole('listitem').filter({ hasText: 'Send the bill' }).count(), 1);
  const { items } = await api.get(`/items/${gauge.id}/attachments`);
  assert.deepEqual(items.map((one) => one.name).sort(), ['gauge.png', 'serial.txt']);

  // The words inside are found a moment later, by those who may.
  await until(
    'read',
    () => api.get('/search?q=zephyr'),
    ({ total }) => total > 0,
  );
  await hers.goto('/search?q=zephyr');
  await hers
    .getByRole('link', { name: /serial\.txt/ })
    .first()
    .waitFor();
  assert.equal((await outside.get('/search?q=zephyr')).total, 0);
});
