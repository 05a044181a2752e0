// Without a mouse, from the door to a finished task.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { expectFocus, settled } from '../support/look.mjs';
import { until } from '../support/people.mjs';

test('keys alone lead from signing in to a finished task', async (t) => {
  const { page, api, owner } = await guild(t, { signedIn: false });
  const keys = page.keyboard;
  await page.goto('/');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await expectFocus(page, /E-mail/);
  await keys.type(owner.email);
  await keys.press('Tab');
  await expectFocus(page, /Password/);
  await keys.type(owner.password);
  await keys.press('Enter');
  await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Sign in' }).waitFor();
  await settled(page);

  // The line to type in may have the focus already; Escape leaves it, as anywhere.
  await keys.press('Escape');
  await keys.press('c');
  await page.getByRole('dialog', { name: 'New task' }).waitFor();
  await keys.type('Sweep the flue today');
  await keys.press('Enter');
  await page.getByRole('dialog', { name: 'New task' }).waitFor({ state: 'detached' });
  const row = page.getByRole('listitem').filter({ hasText: 'Sweep the flue' });
  await row.first().waitFor();

  await keys.press('j');
  await page.waitForFunction(() => document.activeElement?.closest('[role="listitem"], li'));
  await keys.press('Enter');
  await page.getByRole('region', { name: /Sweep the flue/ }).waitFor();
  await keys.press('Escape');
  await page.getByRole('region', { name: /Sweep the flue/ }).waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.closest('[role="listitem"], li'));
  await keys.press('e');
  const { me } = await api.get('/session');
  const done = await until(
    'done',
    async () => (await api.get('/home?tab=done')).groups.flatMap((group) => group.rows),
    (rows) => rows.length === 1,
  );
  assert.equal(done[0].title, 'Sweep the flue');
  assert.equal(done[0].space_id, me.personal_space_id);
});
