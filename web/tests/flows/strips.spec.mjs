// How the runs of a process went stands beside a run on Home, and in the overview of its space.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phone } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { spaceWith } from '../support/people.mjs';
import { make } from '../support/processes.mjs';

const done = (space) => space.statuses.find((status) => status.category === 'done').id;

async function begun(t, options, rule = null) {
  const all = await guild(t, options);
  const { space } = await spaceWith(all.api, []);
  const { id: me } = await all.api.get('/me');
  const assign = { who: 'person', person_ids: [me] };
  const process = await make(all.api, space, { rule, steps: [], assign });
  const first = await all.api.post(`/processes/${process.id}/runs`);
  await all.api.patch(`/tasks/${first.id}`, { status_id: done(space) });
  const second = await all.api.post(`/processes/${process.id}/runs`);
  return { ...all, space, process, second };
}

test('a run on Home has its strip, which goes on by itself', async (t) => {
  const { page, api, process } = await begun(t);
  await page.goto('/');
  const row = page.getByRole('listitem').filter({ hasText: 'Van check' }).first();
  await row.getByRole('img', { name: 'Last 2 runs: 1 on time, 1 open' }).waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  // Another one begins, and nobody has to look again.
  await api.post(`/processes/${process.id}/runs`);
  await row.getByRole('img', { name: 'Last 3 runs: 1 on time, 2 open' }).waitFor();
});

test('the overview of a space names its processes, and begins the first one', async (t) => {
  const { page, api, space, process, second } = await begun(t);
  const part = page.getByRole('region', { name: 'Processes', exact: true });
  await page.goto(`/s/${space.prefix}/overview`);
  await part.getByRole('img', { name: 'Last 2 runs: 1 on time, 1 open' }).waitFor();
  await part.getByText('Started by hand').waitFor();
  const next = page.getByRole('listitem').filter({ has: page.getByRole('img', { name: 'To do' }) });
  await next.getByRole('img', { name: 'Last 2 runs: 1 on time, 1 open' }).waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await api.patch(`/tasks/${second.id}`, { status_id: done(space) });
  await part.getByRole('img', { name: 'Last 2 runs: 2 on time' }).waitFor();
  await part.getByRole('link', { name: 'Van check' }).click();
  await page.waitForURL(`**/processes/${process.id}`);

  const bare = await api.post('/spaces', { name: 'Kitchen', prefix: 'KIT' });
  await page.goto(`/s/${bare.prefix}/overview`);
  await part.getByRole('link', { name: 'Make the first process' }).click();
  await page.waitForURL('**/processes/new');
});

test('on a phone a strip makes nothing wider than the screen', async (t) => {
  const rule = '3 months after completion at 8:30, on closed days the day after';
  const { page, space } = await begun(t, { viewport: phone }, rule);
  const at = `/s/${space.prefix}`;
  for (const path of ['/', `${at}/overview`, `${at}/tasks?layout=board`, `${at}/tasks?layout=list`]) {
    await page.goto(path);
    await page
      .getByRole('img', { name: /^Last 2 runs/ })
      .first()
      .waitFor();
    await settled(page);
    // A row or a card may be cut off where the page is not wider.
    const wide = await page.evaluate(() => {
      const ends = [...document.querySelectorAll('[aria-label^="Last"]')].map(
        (one) => one.getBoundingClientRect().right,
      );
      return Math.max(document.documentElement.scrollWidth, ...ends);
    });
    assert.ok(wide <= phone.width, `${path} is ${wide} wide`);
    assert.deepEqual(await brokenRules(page), []);
  }
});
