// Telling and asking everybody: an announcement and who has read it, a poll, and a question on a rule.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { phone } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, expectFocus, settled } from '../support/look.mjs';
import { ana, bringIn, spaceWith, until } from '../support/people.mjs';

/** A check-in is asked on a minute of the clock. */
const minute = 90_000;

async function two(t) {
  const { page, api, open } = await guild(t);
  const { space } = await spaceWith(api, ['Ring the bakery'], { access: 'closed' });
  const hers = await bringIn(api, open, ana);
  const her = caller(hers);
  const { id } = await her.get('/me');
  await api.put(`/spaces/${space.id}/members/${id}`, { role: 'member' });
  return { page, api, open, hers, her, space, at: `/s/${space.prefix}/discussions` };
}

test('an announcement is read, and whoever announced it sees by whom', async (t) => {
  const { page, hers, her, at } = await two(t);
  await hers.goto('/inbox');
  await settled(hers);
  await page.goto(at);
  await settled(page);
  await page.getByRole('button', { name: 'More for discussions' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Announce something' }).press('Enter');
  await page.getByText(/in their inbox until they have read it/).waitFor();
  await page.getByLabel('Title').fill('We close early on Friday');
  await page.getByLabel('What is it about?').fill('At noon.');
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'We close early on Friday' }).waitFor();
  const receipts = page.getByRole('button', { name: 'Read by 0 of 1' });
  await receipts.waitFor();

  const entry = hers.getByRole('link', { name: /announced We close early on Friday/ });
  await entry.waitFor();
  assert.deepEqual(await brokenRules(hers), []);
  await entry.click();
  await hers.getByText('At noon.').first().waitFor();
  await hers.getByText('Read', { exact: true }).waitFor();
  await until(
    'read',
    () => her.get('/inbox/counts'),
    ({ needs }) => needs === 0,
  );
  assert.equal(
    await hers.getByRole('button', { name: /Read by/ }).count(),
    0,
    'that is for who announced it',
  );
  await receipts.press('Enter');
  await page.getByRole('button', { name: 'Read by 1 of 1' }).waitFor();
  const list = page.getByRole('region', { name: 'Who has read it' });
  await list.getByText('Ana Duarte').waitFor();
  assert.deepEqual(await brokenRules(page), []);
});

test('a poll is asked, voted on by two at once and closed, by keys alone', async (t) => {
  const { page, api, hers, space, at } = await two(t);
  const topic = await api.post(`/spaces/${space.id}/topics`, { title: 'Valves' });
  for (const one of [page, hers]) {
    await one.goto(`${at}/${topic.id}`);
    await settled(one);
  }
  await page.getByRole('button', { name: 'Ask with choices' }).press('Enter');
  await page.getByRole('dialog', { name: 'Ask with choices' }).waitFor();
  await expectFocus(page, /Question/);
  await page.keyboard.type('Which ones do we take?');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Brass');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Steel');
  await page.keyboard.press('Enter');
  await expectFocus(page, /Choice 3/);
  await page.keyboard.type('Plastic');
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Control+Enter');
  const poll = (one) => one.getByRole('group', { name: 'Poll' });
  await poll(page).waitFor();
  await hers.getByText('Which ones do we take?').first().waitFor();

  await Promise.all([
    poll(page)
      .getByRole('button', { name: /^Brass/ })
      .press('Enter'),
    poll(hers)
      .getByRole('button', { name: /^Steel/ })
      .press('Enter'),
  ]);
  for (const one of [page, hers]) await poll(one).getByText('2 people voted').waitFor();
  await poll(hers)
    .getByRole('button', { name: /^Brass/ })
    .press('Enter');
  await poll(page)
    .getByRole('button', { name: /^Brass 2/ })
    .waitFor();
  await poll(page).getByRole('button', { name: 'Who voted' }).press('Enter');
  await poll(page)
    .getByText(/Ana Duarte/)
    .waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await poll(page).getByRole('button', { name: 'Close poll' }).press('Enter');
  await poll(hers)
    .getByText(/closed/)
    .waitFor();
  assert.ok(
    await poll(hers)
      .getByRole('button', { name: /^Steel/ })
      .isDisabled(),
  );
  assert.deepEqual(await brokenRules(hers), []);
});

test('a check-in is made in plain words, asked, and answered in one field', async (t) => {
  const { page, api, hers, open, space, at } = await two(t);
  await page.goto(`${at}/check-ins`);
  await settled(page);
  await page.getByRole('heading', { name: 'No check-ins yet' }).waitFor();
  await page.getByRole('button', { name: 'New check-in' }).press('Enter');
  await page.getByRole('dialog', { name: 'New check-in' }).waitFor();
  await expectFocus(page, /Question/);
  await page.keyboard.type('What will you do today?');
  await page.getByText(/^Every Monday at 9:00|^Every Monday at 09:00/).waitFor();
  await page.getByRole('button', { name: 'Wednesday' }).press('Space');
  await page.getByText(/^Every Monday and Wednesday at/).waitFor();
  await page.getByText(/Next: .+ · .+ · .+/).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.getByLabel('Question').press('Enter');
  const row = page
    .getByRole('region', { name: 'Check-ins' })
    .getByRole('link', { name: 'What will you do today?' });
  await page
    .locator('section')
    .getByText(/Every Monday and Wednesday at .* · Everyone in this space/)
    .waitFor();

  // Asked with the next minute of the clock.
  const { items } = await api.get(`/spaces/${space.id}/check-ins`);
  const { time_zone: timeZone } = await api.get('/organization');
  const next = new Date(Date.now() + 60_000);
  const time = next.toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const rule = { every: 'week', days: [1, 2, 3, 4, 5, 6, 7], at: time };
  await api.patch(`/check-ins/${items[0].id}`, { rule });
  await hers.goto('/inbox');
  const asked = hers.getByRole('link', { name: /You are asked: What will you do today\?/ });
  await asked.waitFor({ timeout: minute });
  await asked.click();
  await hers.getByText('Waits for your answer').waitFor();
  const field = hers.getByRole('textbox', { name: 'Your answer' });
  await field.click();
  await hers.keyboard.type('Valves at the bakery');
  assert.deepEqual(await brokenRules(hers), []);
  await hers.keyboard.press('Control+Enter');
  await hers.getByText('You answered').waitFor();
  assert.equal(await hers.getByText(/Not yet:/).count(), 0, 'who has not is known to who leads');
  await row.click();
  await page.getByText('1 of 2 answered').first().waitFor();
  await page.getByText(/Not yet: .+/).waitFor();
  assert.deepEqual(await brokenRules(page), []);

  // On a phone as well, and paused from the list.
  const small = await open({ viewport: phone });
  await caller(small).post('/session', { email: ana.email, password: ana.password });
  await small.goto(`${at}/check-ins`);
  await small.getByRole('region', { name: 'Check-ins' }).getByRole('link').last().waitFor();
  assert.deepEqual(await brokenRules(small), []);
  await page.goto(`${at}/check-ins`);
  await page.getByRole('button', { name: 'More for “What will you do today?”' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Pause' }).press('Enter');
  await small.getByText(/paused/).waitFor();
});
