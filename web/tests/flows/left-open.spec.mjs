// A page that stays open: over night, over a new version of the server, over a restore.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signInByForm } from '../support/door.mjs';
import { guild } from '../support/guild.mjs';
import { settled } from '../support/look.mjs';
import { spaceWith } from '../support/people.mjs';

/** The day in a zone, as the server writes it. */
const dayIn = (zone) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(new Date());

test('a page left open over night is right in the morning', async (t) => {
  const { page, api } = await guild(t);
  // In the west of the world first, in the east afterwards: to the server a night has passed for this person.
  const [west, east] = ['Etc/GMT+12', 'Pacific/Kiritimati'];
  await api.patch('/me', { time_zone: west });
  const { tasks } = await spaceWith(api, ['Sweep the flue']);
  const me = (await api.get('/session')).me.id;
  await api.patch(`/tasks/${tasks[0].id}`, { assignee_id: me, due: { date: dayIn(west) } });
  await page.clock.install();
  // The stream is not there to tell of it; only the clock of the page is.
  await page.addInitScript(
    () =>
      (window.WebSocket = class {
        close() {}
      }),
  );
  await page.goto('/');
  await settled(page);
  const group = (name) => page.getByRole('region', { name });
  await group(/^Due today/)
    .getByRole('link', { name: 'Sweep the flue' })
    .waitFor();
  await page.evaluate(() => (window.sameDocument = true));
  // The page looks at its clock every half minute.
  await page.clock.runFor('01:00');
  await api.patch('/me', { time_zone: east });
  await page.clock.fastForward('24:00:00');
  await page.clock.runFor('01:00');
  await group(/^Overdue/)
    .getByRole('link', { name: 'Sweep the flue' })
    .waitFor();
  assert.equal(await group(/^Due today/).count(), 0);
  assert.equal(await page.evaluate(() => window.sameDocument), true);
});

test('a new version asks for a reload, and waits until somebody agrees', async (t) => {
  const { page, server } = await guild(t);
  let old = true;
  await page.route('**/api/v1/session', async (route) => {
    // While the server is away there is no answer to change: the page sees what it would see.
    const answer = await route.fetch().catch(() => undefined);
    if (!answer) return route.abort();
    const body = await answer.json();
    await route.fulfill({ response: answer, json: old ? { ...body, app_version: '0.0.1' } : body });
  });
  await page.goto('/');
  await settled(page);
  await page.evaluate(() => (window.sameDocument = true));
  const banner = page.getByText('Guildhall has been updated. Reload when it suits you.');
  await banner.waitFor();
  await server.stop();
  await server.start();
  await banner.waitFor();
  assert.equal(
    await page.evaluate(() => window.sameDocument),
    true,
    'nothing is reloaded without being asked',
  );
  old = false;
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.waitForFunction(() => !window.sameDocument);
  await settled(page);
  await banner.waitFor({ state: 'detached' });
});

test('after a restore an open page asks to sign in, and comes back to where it was, as it is now', async (t) => {
  const { page, api, server } = await guild(t);
  const { space, tasks } = await spaceWith(api, ['Fit the new boiler']);
  await page.goto(`/s/${space.prefix}/tasks`);
  await page.getByRole('link', { name: 'Fit the new boiler' }).waitFor();
  const saved = `${server.data}.saved`;
  await server.cli('backup', saved);
  await api.patch(`/tasks/${tasks[0].id}`, { title: 'Fit the heat pump' });
  await page.getByRole('link', { name: 'Fit the heat pump' }).waitFor();
  await server.cli('restore', saved, '--yes');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor({ timeout: 30_000 });
  await signInByForm(page, server.person);
  await page.getByRole('link', { name: 'Fit the new boiler' }).waitFor();
  assert.ok(page.url().includes(`/s/${space.prefix}/tasks`), page.url());
});
