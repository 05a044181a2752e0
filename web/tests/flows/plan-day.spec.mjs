// Twelve tasks get their day by keys within a minute; what was planned yesterday and not done is offered again; a week is
// planned by keys and by dragging; on a phone by buttons.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phone, signIn } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';

const day = (count) => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);

test('a day and a week are planned, and what was not done is offered again', async (t) => {
  const { page, api, open, server } = await guild(t);
  const { me } = await api.get('/session');
  // Whatever time it is when this runs, the day is one of work. Days are those of the browser's own clock.
  await api.patch('/me', {
    working_days: [1, 2, 3, 4, 5, 6, 7],
    hours_from: '00:00',
    hours_to: '23:59',
    time_zone: 'UTC',
  });
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const task = (title, more = {}) =>
    api.post(`/spaces/${space.id}/tasks`, { title, assignee_id: me.id, estimate_minutes: 30, ...more });
  const left = await task('Stock count');
  await api.put(`/tasks/${left.id}/plan`, { plan: day(-1) });
  await task('Late', { due: { date: day(-2) } });
  for (let i = 1; i <= 10; i += 1) await task(`Visit ${i}`);
  const plans = async () => {
    const plan = await api.get('/home/plan?days=7');
    const title = ({ task_id }) => plan.rows.find(({ id }) => id === task_id).title;
    return {
      days: plan.days.map(({ work }) => work.map(title)),
      someday: plan.someday.map(title),
      offers: plan.offers.map(({ why, work }) => `${why} ${work.length}`),
    };
  };

  await page.goto('/');
  await page.getByRole('heading', { name: 'Planned before, not done' }).waitFor();
  await page.getByRole('link', { name: /2 late or left over/ }).waitFor();
  await page.keyboard.press('b');
  await page.getByRole('heading', { name: 'Plan my day' }).waitFor();
  const offers = page.getByRole('region', { name: 'To plan' });
  await offers.getByRole('link', { name: 'Stock count' }).waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);

  // Each key decides about a row and goes on to the next.
  const begun = Date.now();
  await page.keyboard.press('j');
  for (const key of ['1', '1', '1', '1', '2', '2']) await page.keyboard.press(key);
  await page.keyboard.press('3');
  await page.getByRole('dialog').getByRole('button', { name: 'Tomorrow' }).click();
  for (const key of ['1', '2', '1', '2', '1']) await page.keyboard.press(key);
  await page.getByText('Everything has a day').waitFor();
  assert.ok(Date.now() - begun < 60_000);
  await page.getByText('3 h 30 planned').waitFor();
  await settled(page);
  const planned = await plans();
  assert.deepEqual([planned.days[0].length, planned.days[1].length, planned.someday.length], [7, 1, 4]);
  assert.deepEqual(planned.days[0].slice(0, 2), ['Stock count', 'Late']);

  // A key too many is taken back.
  await page.getByRole('link', { name: 'Stock count' }).focus();
  await page.keyboard.press('0');
  await offers.getByRole('link', { name: 'Stock count' }).waitFor();
  await page.getByRole('region', { name: 'Messages' }).getByText('No longer planned').waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText('Everything has a day').waitFor();

  // By dragging: from if there is time into the day, before its first task.
  const first = page.locator('[data-row]', { hasText: 'Stock count' });
  const later = page.getByRole('region', { name: 'If there is time' }).locator('[data-row]').first();
  const name = await later.getByRole('link').innerText();
  await later.dragTo(first, { targetPosition: { x: 40, y: 4 } });
  await page.getByText('4 h planned').waitFor();
  await settled(page);
  assert.deepEqual((await plans()).days[0].slice(0, 2), [name, 'Stock count']);

  // The week: a day later and back, and across by dragging.
  await page.getByRole('button', { name: 'Week' }).click();
  await page.getByRole('heading', { name: 'Plan my week' }).waitFor();
  await page.getByRole('link', { name: 'Late' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await settled(page);
  assert.equal(
    await page.evaluate(() => document.activeElement.textContent),
    'Late',
    'the keyboard stays with it',
  );
  assert.ok((await plans()).days[1].includes('Late'));
  const columns = page.locator('.days section');
  await page.locator('[data-row]', { hasText: 'Late' }).dragTo(columns.nth(3));
  await columns.nth(3).getByRole('link', { name: 'Late' }).waitFor();
  await settled(page);
  assert.deepEqual((await plans()).days[3], ['Late']);
  assert.deepEqual(await brokenRules(page), []);

  const small = await open({ viewport: phone });
  await signIn(small, server.person);
  await small.goto('/plan');
  await small.getByRole('button', { name: 'Take “Stock count” off its day' }).click();
  await small.getByRole('button', { name: 'Plan “Stock count” for today' }).waitFor();
  await settled(small);
  assert.deepEqual(await brokenRules(small), []);
  await small.getByRole('button', { name: 'Plan “Stock count” for today' }).click();
  await small.getByText('Everything has a day').waitFor();
});
