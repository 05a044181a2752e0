// What a space promises: set in plain words, counted in working time, told to who sorts, gone once it is answered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phone } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana, bringIn, until } from '../support/people.mjs';

/** Waits for what the page says of something that was done. */
const said = (page, words) => page.getByRole('region', { name: 'Messages' }).getByText(words).waitFor();

/** Always at work, so that it does not matter when this is tried. */
async function openAlways(page, api) {
  const saved = (what, wished) => until(what, () => api.get('/organization'), wished);
  await page.goto('/admin/organization');
  await settled(page);
  for (const [name, day] of [
    ['Saturday', 6],
    ['Sunday', 7],
  ]) {
    await page.getByRole('checkbox', { name }).check();
    await saved(name, (one) => one.working_days.includes(day));
  }
  await page.getByLabel('Opens').fill('00:00');
  await page.getByLabel('Opens').press('Tab');
  await said(page, 'The working hours are saved.');
  await page.getByLabel('Closes').fill('00:30');
  await page.getByLabel('Closes').press('Tab');
  await page.getByText('Close at least an hour after opening.').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.getByLabel('Closes').fill('00:00');
  await page.getByLabel('Closes').press('Tab');
  await saved('open until midnight', (one) => one.opens === '00:00' && one.closes === '24:00');
}

/** The targets, in hours and working days. */
async function promise(page, space) {
  await page.goto(`/s/${space.prefix}/settings?part=requests`);
  await settled(page);
  const answer = page.getByLabel('First answer within', { exact: true });
  await answer.fill('soon');
  await answer.press('Tab');
  await page.getByText('Write a number, at least a minute').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.getByLabel('First answer within: Unit').selectOption({ label: 'minutes' });
  await answer.fill('20');
  await answer.press('Tab');
  await said(page, /saved/i);
  await page.getByLabel('Done within: Unit').selectOption({ label: 'working days' });
  await page.getByLabel('Done within', { exact: true }).fill('2');
  await page.getByLabel('Done within', { exact: true }).press('Tab');
}

test('a promise is set, told of before it is broken, and kept', async (t) => {
  const { page, api, open } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const hers = await bringIn(api, open, ana, { viewport: phone });
  const { people } = await api.get('/session');
  const her = people.find((person) => person.name === ana.name);
  await api.put(`/spaces/${space.id}/members/${her.id}`, { role: 'member' });
  await openAlways(page, api);
  await promise(page, space);
  const kept = ({ first_answer_minutes, done_minutes }) =>
    first_answer_minutes === 20 && done_minutes === 2880;
  await until('promised', () => api.get(`/spaces/${space.id}`), kept);

  const questions = [{ id: 1, kind: 'text', label: 'In short', becomes: 'title' }];
  const form = await api.post(`/spaces/${space.id}/forms`, { name: 'Ask for a visit', questions });
  const { start } = await api.post(`/forms/${form.id}/start`);
  await api.post(`/forms/${form.id}/answers`, { start, answers: { 1: 'Radiators stay cold' } });

  // Twenty minutes are near at once. The inbox leads to the request.
  await hers.goto('/inbox');
  await hers.getByRole('heading', { name: 'Requests' }).waitFor();
  await settled(hers);
  assert.deepEqual(await brokenRules(hers), []);
  await hers.getByRole('link', { name: 'The request Radiators stay cold is to be answered soon' }).click();
  await hers.getByRole('heading', { name: 'Radiators stay cold' }).waitFor();
  const promised = hers.getByRole('region', { name: 'Promised, in working time' });
  await promised.getByText(/to answer soon: (19|20) min left/).waitFor();
  await promised.getByText(/within 2 working days, until/).waitFor();
  await settled(hers);
  assert.deepEqual(await brokenRules(hers), []);

  await page.goto(`/s/${space.prefix}/requests`);
  const row = page.getByRole('link', { name: /Radiators stay cold/ });
  await row.getByText(/to answer soon: (19|20) min left/).waitFor();
  await page.getByText('first answer within 20 min').waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByLabel('Order').selectOption({ label: 'As they came' });
  await row.click();
  assert.match(page.url(), /order=came/);
  await page.getByRole('heading', { name: 'Radiators stay cold' }).waitFor();
  await page.getByLabel(/^Write to /).fill('We come on Tuesday.');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('answered in time').waitFor();
  await row.getByText(/to be done in /).waitFor();

  // Beside the task that comes of it stands until when it is promised.
  const { items: asked } = await api.get(`/spaces/${space.id}/requests`);
  const { task } = await api.put(`/requests/${asked[0].id}/acceptance`, {});
  await page.goto(`/t/${task.id}`);
  await page.getByText(/to be done in /).waitFor();
  await page.getByText(/promised until /).waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);

  // Nobody has to be told any more.
  await hers.goto('/inbox');
  await hers.getByText('Nothing needs you').waitFor();
  await page.goto('/reports/requests');
  await page.getByText('Answered in time').first().waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
});
