// A plan of ten tasks is made with the keyboard alone in less than three minutes; moved, taken back, asked what if; on a phone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phone, signIn } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { until } from '../support/people.mjs';

const said = (page, words) =>
  page.getByRole('region', { name: 'Messages' }).getByText(words).first().waitFor();

test('ten tasks are planned by keys, moved with what depends on them, and taken back', async (t) => {
  const { page, api, open, server } = await guild(t);
  const space = await api.post('/spaces', { name: 'Riverside', prefix: 'RIV' });

  // The one switch: an end date.
  await page.goto('/s/RIV/tasks');
  await page.getByRole('button', { name: 'More about Riverside' }).click();
  await page.getByRole('menuitem', { name: 'This space has an end date' }).click();
  const finish = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('To be finished').fill(finish);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL(/\/plan$/);
  await page.getByRole('button', { name: 'What if' }).waitFor();

  const began = Date.now();
  await page.getByRole('button', { name: 'Add a task' }).focus();
  await page.keyboard.press('Enter');
  const typed = page.getByRole('textbox', { name: 'New task' });
  const grid = page.getByRole('grid', { name: /^Plan/ });
  const row = (title) => grid.getByRole('gridcell', { name: new RegExp(`^(Milestone )?${title},`) });
  await typed.waitFor();
  // Nobody waits for one to be made before typing the next.
  for (let at = 1; at <= 10; at++) {
    await page.keyboard.type(`Part ${at} of it 2d`);
    if (at > 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
  }
  await row('Part 10 of it').waitFor();
  await page.keyboard.press('Escape');
  await row('Part 10 of it').focus();
  await page.keyboard.press('m');
  await grid.getByRole('gridcell', { name: /^Milestone Part 10/ }).waitFor();
  assert.ok(Date.now() - began < 180_000, 'a plan of ten tasks takes less than three minutes');
  const plan = () => api.get(`/spaces/${space.id}/plan`);
  await until('nine links', plan, ({ links }) => links.length === 9);
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);

  // The first one a day later: all move that have to (the milestone has a day to spare), and one undo brings them back.
  const before = (await plan()).tasks.map(({ start }) => start);
  await row('Part 1 of it').focus();
  await page.keyboard.press('ArrowRight');
  await said(page, /8 tasks moved with it/);
  const moved = (await plan()).tasks.filter(({ start }, at) => start > before[at]);
  assert.equal(moved.length, 9);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await said(page, 'Undone');
  assert.deepEqual(
    (await plan()).tasks.map(({ start }) => start),
    before,
  );

  // Longer, and free of what it waits for.
  await row('Part 2 of it').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await said(page, /7 tasks moved with it/);
  await row('Part 2 of it').focus();
  await page.keyboard.press('Delete');
  await said(page, /does not wait for/);
  assert.equal((await plan()).links.length, 8);

  // A bar is dragged by a week; what it pushes is shown on the way.
  const bar = page.locator('svg .bar').first();
  const box = await bar.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 77, box.y + 10, { steps: 5 });
  await page.mouse.up();
  await said(page, /“Part 1 of it” begins on/);

  // What another finish would mean.
  await page.getByRole('button', { name: 'What if' }).click();
  await page.getByLabel('Finished on').fill(new Date(Date.now() + 86_400_000).toISOString().slice(0, 10));
  await page.getByText(/tasks would be too late/).waitFor();

  const small = await open({ viewport: phone });
  await signIn(small, server.person);
  await small.goto('/s/RIV/plan');
  const list = small.getByRole('list', { name: 'Plan as a list' });
  await list.getByText('Part 3 of it').waitFor();
  await settled(small);
  assert.deepEqual(await brokenRules(small), []);

  // There a task is moved on a sheet, by what it says would move with it, and one undo brings all back.
  const there = async () => (await plan()).tasks.map(({ start }) => start);
  const stood = await there();
  await list.getByRole('button', { name: /^Part 3 of it,/ }).click();
  const sheet = small.getByRole('dialog', { name: 'Part 3 of it' });
  await sheet.getByRole('button', { name: 'Move', exact: true, disabled: true }).waitFor();
  await sheet.getByRole('button', { name: 'A day later' }).focus();
  await small.keyboard.press('ArrowRight');
  await sheet.getByText(/\d tasks move with it\./).waitFor();
  assert.deepEqual(await there(), stood, 'looking moves nothing');
  await sheet.getByRole('button', { name: 'A day earlier' }).click();
  await sheet.getByText(/\d tasks move with it\./).waitFor({ state: 'detached' });
  await sheet.getByRole('button', { name: 'A day later' }).click();
  await sheet.getByText(/\d tasks move with it\./).waitFor();
  await settled(small);
  assert.deepEqual(await brokenRules(small), []);
  await sheet.getByRole('button', { name: 'Move', exact: true }).click();
  await said(small, /\d tasks moved with it/);
  assert.notDeepEqual(await there(), stood);
  await small.getByRole('button', { name: 'Undo' }).last().click();
  await said(small, 'Undone');
  assert.deepEqual(await there(), stood);
});
