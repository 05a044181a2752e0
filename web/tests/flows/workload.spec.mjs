// A day that holds too much is found, its task given to who has time, and that undone; days off are asked for, approved in another
// browser, and stand in the workload; by keys, and on a phone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { phone, signIn } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana as person, bringIn } from '../support/people.mjs';

const said = (page, words) =>
  page.getByRole('region', { name: 'Messages' }).getByText(words).first().waitFor();
/** The first working day from tomorrow on: the week of today may be over. */
function nextWorkday() {
  const day = new Date(Date.now() + 86_400_000);
  while ([0, 6].includes(day.getUTCDay())) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

test('too much is found and given to who has time, days off are asked for and approved', async (t) => {
  const { page, api, open, server } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const ana = await bringIn(api, open, person);
  const { people } = await api.get('/session');
  const anaId = people.find(({ name }) => name === person.name).id;
  const date = nextWorkday();
  const task = (title, minutes) =>
    api.post(`/spaces/${space.id}/tasks`, {
      title,
      assignee_id: anaId,
      estimate_minutes: minutes,
      start: { date },
      due: { date },
    });
  await task('Boiler inspection', 360);
  await task('Radiator noise', 240);
  await api.post(`/spaces/${space.id}/tasks`, { title: 'Nobody does this' });

  // From the keyboard: the first cell is the one Tab comes to, arrows move, Enter opens.
  await page.goto('/people');
  await page.getByRole('link', { name: 'Workload' }).click();
  await page.getByText('1 person over capacity').waitFor();
  const cell = page.getByRole('button', { name: /^Ana Duarte, .*10 h of 8 h.*more than they can/ });
  await cell.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowRight');
  assert.match(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), /^Ana Duarte/);
  await cell.focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('region', { name: /^Ana, / });
  await panel.getByText('10 h of 8 h').waitFor();
  await panel.getByRole('button', { name: /^Give to / }).waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await panel.getByRole('button', { name: /^Give to / }).click();
  await page.getByText('Nobody has more to do than they can.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('1 person over capacity').waitFor();

  // What needs somebody.
  await page
    .getByRole('region', { name: 'Tasks that need somebody' })
    .getByText('Nobody does this')
    .waitFor();

  // Ana asks for that day; the owner approves it; she is away then.
  await ana.goto('/people/away');
  await ana.getByRole('button', { name: 'Ask for days off' }).click();
  await ana.getByLabel('First day', { exact: true }).fill(date);
  await ana.getByLabel('What whoever approves should know').fill('Moving house');
  await ana.getByRole('button', { name: 'Ask', exact: true }).click();
  await said(ana, 'Your days off were asked for.');
  await ana.getByText('Waits for approval').waitFor();
  await page.goto('/people/away');
  await page.getByText('Moving house').waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Approve the days off of Ana Duarte' }).click();
  await said(page, 'The days off of Ana Duarte were approved.');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await said(page, 'Undone');
  assert.equal((await api.get('/absences?state=approved')).items.length, 0);
  await page.getByRole('button', { name: 'Approve the days off of Ana Duarte' }).click();
  await said(page, 'The days off of Ana Duarte were approved.');
  assert.equal((await api.get('/absences?state=approved')).items.length, 1);
  await page.goto('/people/workload');
  await page.getByRole('button', { name: /^Ana Duarte, .*10 h of 0 h.*more than they can/ }).waitFor();
  await page.goto(`/people/${anaId}`);
  await page.getByRole('heading', { name: 'Days off' }).waitFor();
  await page.getByText('Moving house').waitFor();

  const small = await open({ viewport: phone });
  await signIn(small, server.person);
  await small.goto('/people/workload');
  await small.getByText(/^Over on /).waitFor();
  await small.getByRole('button', { name: /^Ana Duarte, .*more than they can/ }).click();
  await small
    .getByRole('region', { name: /^Ana, / })
    .getByRole('link', { name: 'Boiler inspection' })
    .waitFor();
  await settled(small);
  assert.deepEqual(await brokenRules(small), []);
});

test('an open page follows hours that are written and half a day off, without being loaded again', async (t) => {
  const { page, api, open } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const ana = caller(await bringIn(api, open, person));
  const { me } = await ana.get('/session');
  const date = nextWorkday();
  const days = { start: { date }, due: { date } };
  const work = { title: 'Boiler inspection', assignee_id: me.id, estimate_minutes: 360, ...days };
  const task = await api.post(`/spaces/${space.id}/tasks`, work);
  const cell = (load) =>
    page.getByRole('button', { name: new RegExp(`^Ana Duarte, .*: ${load}, 1 task`) }).waitFor();
  await page.goto('/people/workload');
  await cell('6 h of 8 h');
  await ana.post('/time-entries', { task_id: task.id, minutes: 120 });
  await cell('4 h of 8 h');
  const { id } = await ana.post('/absences', { from: date, until: date, until_noon: true });
  await api.put(`/absences/${id}/approval`);
  await cell('4 h of 4 h');
  await api.delete(`/absences/${id}`);
  await cell('4 h of 8 h');
});
