// Recurring work with a checklist and an approval, as the design says: within twenty-five seconds, by keys alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { paste, settled } from '../support/look.mjs';
import { ana, bringIn, spaceWith, until } from '../support/people.mjs';
import { only } from '../support/processes.mjs';

const MOST = 25_000;
/** Between two letters: somebody who types well. */
const delay = 80;

async function tabTo(page, field) {
  for (let tabs = 0; tabs < 200; tabs += 1) {
    if (await field.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail('it is not reached by Tab');
}

test('it is made within 25 seconds, ticked by keys and approved with one', async (t) => {
  const { page, api, open } = await guild(t);
  const { space } = await spaceWith(api, []);
  const hers = await bringIn(api, open, ana);
  await page.goto(`/s/${space.prefix}/processes`);
  await settled(page);

  const begun = performance.now();
  await page.keyboard.press('n');
  await page.waitForURL('**/processes/new');
  await page.locator(':is(input, textarea):focus').waitFor();
  await page.keyboard.type('Alarm test', { delay });
  await tabTo(page, page.getByRole('button', { name: /Add a step/ }));
  await paste(page, 'Ring the bell\nRead the panel\nSigned off (approval) @Ana');
  await page.getByText('Approved by Ana Duarte').waitFor();
  await tabTo(page, page.getByLabel('When does it come?'));
  await page.keyboard.type('every monday 8:30 @rotate', { delay });
  await page.getByText('Every Monday at 8:30.').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Alarm test' }).first().waitFor();
  const made = await only(api, space);
  const took = performance.now() - begun;
  assert.ok(took < MOST, `${took} ms`);

  // Whoever does it ticks with the space bar, one step after the other.
  const run = await api.post(`/processes/${made.id}/runs`, {});
  await page.goto(`/t/${run.task_key}`);
  await settled(page);
  const steps = ['Ring the bell', 'Read the panel'];
  for (const step of steps) {
    await tabTo(page, page.getByRole('checkbox', { name: `Done: ${step}`, exact: true }));
    await page.keyboard.press('Space');
    await page.getByRole('checkbox', { name: `Not done: ${step}` }).waitFor();
  }
  const task = () => api.get(`/tasks/${run.id}`);
  await until('ticked', task, (now) => now.steps[0].done && now.steps[1].done);

  await hers.goto('/inbox');
  await hers
    .getByText(/Alarm test/)
    .first()
    .waitFor();
  await settled(hers);
  await hers.keyboard.press('j');
  await hers.keyboard.press('y');
  await until('approved', task, (now) => now.steps[2].done);
});
