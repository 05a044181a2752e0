// A phone is connected: the address and a password are shown, a task given to somebody is in their calendar, and ticked there
// it is done in the page. A feed of a space is made, read and ended.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';

test('a phone shows and ticks a task, and a feed is read until it is ended', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const me = await api.get('/me');
  const task = await api.post(`/spaces/${space.id}/tasks`, {
    title: 'Call the miller',
    assignee_id: me.id,
    due: { date: '2026-12-01' },
  });

  await page.goto('/calendar');
  await page.getByRole('button', { name: 'Subscribe on a phone' }).click();
  await page.getByRole('button', { name: 'Connect a device' }).click();
  const dialog = page.getByRole('dialog', { name: 'New app password' });
  await dialog.getByRole('textbox').fill('Pocket');
  await dialog.getByRole('button', { name: 'Make the password' }).click();
  const password = await dialog.getByRole('textbox', { name: 'App password' }).inputValue();
  const address = await dialog.getByRole('textbox', { name: 'Address' }).inputValue();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await page.getByText('Pocket', { exact: true }).waitFor();

  const headers = { Authorization: `Basic ${btoa(`x:${password}`)}` };
  const at = `${address}my-work/${task.id}.ics`;
  const entry = await (await fetch(at, { headers })).text();
  assert.match(entry, /SUMMARY:Call the miller/);
  const body = entry.replace('STATUS:NEEDS-ACTION', 'STATUS:COMPLETED');
  assert.equal((await fetch(at, { method: 'PUT', headers, body })).status, 204);
  assert.equal((await api.get(`/tasks/${task.id}`)).category, 'done');

  await page.goto(`/me?part=calendars&feed=${space.id}`);
  const making = page.getByRole('dialog', { name: 'New feed' });
  assert.equal(await making.getByRole('combobox', { name: 'Calendar' }).inputValue(), space.id);
  await making.getByRole('button', { name: 'Make the feed' }).click();
  const feed = await making.getByRole('textbox', { name: 'Address of the feed' }).inputValue();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await making.getByRole('button', { name: 'I have kept it' }).click();
  assert.match(await (await fetch(feed)).text(), /X-WR-CALNAME:Service/);
  const line = page.locator('#me-calendars').getByRole('listitem').filter({ hasText: 'Service' });
  await line.getByRole('button').click();
  await line.waitFor({ state: 'detached' });
  for (let tries = 0; (await fetch(feed)).status !== 404; tries++) assert.ok(tries < 50);
});
