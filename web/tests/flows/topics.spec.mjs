// Two people and a topic: begun, answered, read on, made into a task, decided, and found again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { phone } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled, type } from '../support/look.mjs';
import { ana, bringIn, spaceWith, until } from '../support/people.mjs';

test('a topic is begun, becomes work in two keys, and is decided', async (t) => {
  const { page, api, open } = await guild(t);
  const { space } = await spaceWith(api, ['Ring the bakery']);
  const hers = await bringIn(api, open, ana);
  await hers.goto(`/s/${space.prefix}/discussions`);
  await settled(hers);

  await page.goto(`/s/${space.prefix}/discussions`);
  await page.getByRole('heading', { name: 'Nothing to discuss yet' }).waitFor();
  await page.keyboard.press('n');
  await page.getByLabel('Title').fill('Fault codes we keep seeing');
  await page.getByLabel('What is it about?').fill('Third F.28 this month');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Fault codes we keep seeing' }).waitFor();

  // The other one sees it come, in bold, with how much is new, and opens it by a key.
  const row = hers
    .getByRole('navigation', { name: 'Discussions' })
    .getByRole('link', { name: /Fault codes/ });
  await row.getByText('1 new message').waitFor();
  await hers.keyboard.press('u');
  await hers.getByText('Third F.28 this month').first().waitFor();
  await row.getByText('1 new message').waitFor({ state: 'detached' });
  await hers.getByPlaceholder(/^Write/).click();
  await hers.keyboard.type('F.28 again at Quay Café');
  await page.getByText('Ana writing…').waitFor();
  await hers.keyboard.press('Control+Enter');
  const message = page.locator('[id^="c-"]').filter({ hasText: 'F.28 again at Quay Café' });
  await message.waitFor();

  await message.focus();
  await page.keyboard.press('t');
  await page.getByRole('dialog', { name: 'Make task' }).waitFor();
  await page.keyboard.press('Enter');
  const chip = message.getByRole('link', { name: /F.28 again at Quay Café/ });
  await chip.waitFor();
  const theirs = hers.locator('[id^="c-"]').filter({ hasText: 'F.28 again at Quay Café' });
  await theirs.getByRole('link', { name: /F.28 again/ }).waitFor();
  const { items } = await api.get(`/spaces/${space.id}/tasks`);
  const task = items.find((one) => one.title.startsWith('F.28 again'));
  const done = space.statuses.find((status) => status.category === 'done');
  await api.patch(`/tasks/${task.id}`, { status_id: done.id });
  await theirs.getByRole('img', { name: 'Done' }).waitFor();

  await message.hover();
  await message.getByRole('button', { name: 'Mark as decision' }).click();
  await hers.getByRole('link', { name: /Decision\. F\.28 again/ }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
});

test('a long topic opens where one has stopped, and what is found opens there', async (t) => {
  const { page, api, open } = await guild(t);
  const { space } = await spaceWith(api, ['Ring the bakery']);
  const hers = await bringIn(api, open, ana);
  const her = caller(hers);
  const topic = await api.post(`/spaces/${space.id}/topics`, { title: 'Valves' });
  const said = [];
  for (let i = 1; i <= 90; i += 1)
    said.push(await api.post(`/items/${topic.id}/comments`, { body: `Message number ${i}` }));
  await her.put(`/topics/${topic.id}/reading`, { seq: said[39].seq });

  await hers.goto(`/d/${topic.id}`);
  await hers.locator('#new-line').waitFor();
  const seen = (text) =>
    hers.getByText(text, { exact: true }).evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
  assert.ok(await seen('Message number 41'), 'the first new one is on the screen');
  assert.equal(
    await hers.getByText('Message number 5', { exact: true }).count(),
    0,
    'not everything is loaded',
  );
  // On to the end, page by page; then all of it is read, for her other devices too.
  const box = hers.locator('.topic [data-scroll]');
  await until(
    'read to the end',
    async () => {
      await box.evaluate((element) => (element.scrollTop = element.scrollHeight));
      return her.get(`/topics/${topic.id}`);
    },
    (now) => now.unread === 0,
  );
  await hers.getByText('Message number 90', { exact: true }).waitFor();

  await hers.goto(`/d/${topic.id}#c-${said[6].id}`);
  await hers.getByText('Message number 7', { exact: true }).waitFor();
  await until('in sight', () => seen('Message number 7'), Boolean);

  await until(
    'found',
    () => api.get(`/search?q=${encodeURIComponent('"number 12"')}`),
    (answer) => answer.items[0]?.kind === 'message',
  );
  await page.goto('/');
  await settled(page);
  await page.keyboard.press('/');
  await type(page, '"number 12"');
  await page
    .getByRole('option', { name: /Message number 12/ })
    .first()
    .click();
  await page.getByText('Message number 12', { exact: true }).waitFor();
  assert.match(page.url(), new RegExp(`#c-${said[11].id}$`));
});

test('on a phone the list and a topic are one after the other, and Direct topics are private', async (t) => {
  const { api, open } = await guild(t);
  const hers = await bringIn(api, open, ana, { viewport: phone });
  const her = caller(hers);
  const { me } = await api.get('/session');
  const direct = await her.post('/topics', { person_ids: [me.id] });
  await api.post(`/items/${direct.id}/comments`, { body: 'Overtime is in the sheet' });
  await hers.goto('/direct');
  await hers.getByRole('link', { name: /Overtime is in the sheet/ }).click();
  await hers.locator('[id^="c-"]').getByText('Overtime is in the sheet').waitFor();
  assert.deepEqual(await brokenRules(hers), []);
  await hers.getByRole('link', { name: 'Direct topics' }).click();
  await hers.getByRole('link', { name: /Overtime is in the sheet/ }).waitFor();
});
