// An event is made, moved by keys, asked about by its guest in another browser and answered; a room is taken once. What comes
// again does so by a rule with an end, and is changed from one time on or always.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phone, signIn } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana as person, bringIn, until } from '../support/people.mjs';

const said = (page, words) =>
  page.getByRole('region', { name: 'Messages' }).getByText(words).first().waitFor();

test('an event is made, moved by keys, answered, and its room is taken once', async (t) => {
  const { page, api, open } = await guild(t);
  await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  await api.post('/rooms', { name: 'Hall' });
  const ana = await bringIn(api, open, person);

  await page.goto('/calendar');
  await page.getByRole('button', { name: /^Event/ }).click();
  const form = page.getByRole('dialog', { name: 'New event' });
  await form.getByRole('textbox', { name: 'Title' }).fill('Boiler review');
  await form.getByRole('combobox', { name: 'Room' }).selectOption({ label: 'Hall' });
  await form.getByRole('combobox', { name: 'Space' }).selectOption({ label: 'Service' });
  await form.getByRole('button', { name: 'Invite people' }).click();
  await page.getByRole('option', { name: /^Ana/ }).click();
  await page.keyboard.press('Escape');
  await form.getByRole('button', { name: 'Save' }).click();
  await said(page, 'is in the calendar');
  const event = page.getByRole('link', { name: /^Boiler review,/ });
  await event.waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);

  await event.focus();
  await page.keyboard.press('Alt+ArrowDown');
  await said(page, 'was moved');
  await page.getByRole('link', { name: /^Boiler review, 0?9:15/ }).waitFor();
  const { items } = await api.get(`/events?from=${today()}&to=${today()}`);
  assert.equal(items[0].start.time, '09:15');

  // The same room at the same time is refused, and it says why.
  await page.getByRole('button', { name: /^Event/ }).click();
  await form.getByRole('textbox', { name: 'Title' }).fill('Another');
  await form.getByRole('combobox', { name: 'Room' }).selectOption({ label: 'Hall' });
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText(/Hall is taken from .* by “Boiler review”/).waitFor();
  // At the same time of another place it is free.
  await form.getByRole('button', { name: 'Change' }).click();
  await form.getByRole('combobox', { name: 'Time zone' }).selectOption('America/New_York');
  await form.getByRole('button', { name: 'Save' }).click();
  await said(page, '“Another” is in the calendar');
  const there = (await api.get(`/events?from=${today()}&to=${today()}`)).items[1].start;
  assert.deepEqual([there.time, there.zone], ['09:00', 'America/New_York']);

  await ana.goto('/inbox');
  await ana.getByText('Boiler review').first().waitFor();
  await ana.goto(`/e/${items[0].event_id}`);
  await ana.getByRole('button', { name: 'Maybe' }).click();
  await said(ana, 'You said that you may come.');
  await event.click();
  await page.getByRole('region', { name: 'Guests' }).getByText('Maybe').waitFor();
});

/** A finger on a page: it rests where it comes down until something is taken up, or moves at once. */
async function finger(page) {
  const devtools = await page.context().newCDPSession(page);
  const touch = (type, at) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [{ x: at[0], y: at[1] }] : [] });
  const middle = async (what) => {
    const box = await what.boundingBox();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  return {
    down: (at) => touch('touchStart', at),
    to: async ([x, y]) => {
      await touch('touchMove', [x - 4, y - 4]);
      await touch('touchMove', [x, y]);
    },
    up: () => touch('touchEnd'),
    middle,
  };
}

test('a finger takes up what it rests on, carries it, and scrolls otherwise', async (t) => {
  const { api, open, server } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const { me } = await api.get('/session');
  const event = { minutes: 60, start: { date: today(), time: '09:00', zone: 'Europe/London' } };
  const review = await api.post(`/spaces/${space.id}/events`, { title: 'Boiler review', ...event });
  const later = { ...event, start: { ...event.start, date: day(1) } };
  await api.post(`/spaces/${space.id}/events`, { title: 'Site visit', ...later });
  const due = { due: { date: today() }, assignee_id: me.id };
  const valves = await api.post(`/spaces/${space.id}/tasks`, { title: 'Order valves', ...due });

  // Over the hours of a tablet an event moves by quarters of an hour, and nothing is opened.
  const tablet = await open({ viewport: { width: 1180, height: 820 }, hasTouch: true });
  await signIn(tablet, server.person);
  await tablet.goto('/calendar?view=day');
  const block = tablet.getByRole('link', { name: /^Boiler review,/ });
  await block.waitFor();
  let touch = await finger(tablet);
  const [x, y] = await touch.middle(block);
  await touch.down([x, y]);
  await tablet.locator('a.dragged').waitFor();
  await touch.to([x, y + 56]);
  await touch.up();
  await said(tablet, 'was moved');
  const start = async () => (await api.get(`/events/${review.id}`)).start.time;
  await until('moved by an hour', start, (time) => time === '10:00');
  assert.ok(!tablet.url().includes('event='), 'the press that ended it opened nothing');

  // On a phone a task goes to the day it is let go on.
  const small = await open({ viewport: phone });
  await signIn(small, server.person);
  await small.goto('/calendar');
  const task = small.getByRole('link', { name: /Order valves/ });
  const other = small.getByRole('link', { name: /Site visit/ });
  await task.waitFor();
  touch = await finger(small);
  await touch.down(await touch.middle(task));
  await small.locator('.carried').waitFor({ state: 'attached' });
  await touch.to(await touch.middle(other));
  await touch.up();
  const day_of = async () => (await api.get(`/tasks/${valves.id}`)).due.date;
  await until('due a day later', day_of, (date) => date === day(1));
  await settled(small);
  assert.deepEqual(await brokenRules(small), []);

  // One that moves at once takes nothing up, and the list goes with it.
  for (let at = 0; at < 20; at++)
    await api.post(`/spaces/${space.id}/tasks`, { title: `Visit ${at}`, ...due });
  await small.getByRole('link', { name: /Visit 19/ }).waitFor();
  const first = small.getByRole('region', { name: 'Agenda' }).getByRole('heading').first();
  const [, from] = await touch.middle(first);
  await touch.down([195, 500]);
  for (const by of [20, 60, 120, 200]) await touch.to([195, 500 - by]);
  assert.equal(await small.locator('.carried').count(), 0);
  await touch.up();
  await until(
    'scrolled',
    () => touch.middle(first),
    ([, now]) => now < from - 40,
  );
});

test('an event comes on a further date too', async (t) => {
  const { page, api } = await guild(t);
  await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  await page.goto('/calendar');
  await page.getByRole('button', { name: /^Event/ }).click();
  const form = page.getByRole('dialog', { name: 'New event' });
  await form.getByRole('textbox', { name: 'Title' }).fill('Tasting');
  await form.getByRole('button', { name: /^Add a date/ }).click();
  await form.getByRole('button', { name: 'Next week' }).click();
  await form.getByRole('button', { name: /off the further dates$/ }).waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await form.getByRole('button', { name: 'Save' }).click();
  await said(page, 'is in the calendar');
  const { items } = await api.get(`/events?from=${today()}&to=${day(14)}`);
  assert.equal(items.length, 2);
  await page.goto(`/calendar?event=${items[0].event_id}&on=${items[0].occurrence}`);
  await page.getByText(/^also on /).waitFor();
  // That one alone is taken out, and the other one stays.
  await page.goto(`/calendar?event=${items[1].event_id}&on=${items[1].occurrence}`);
  await page.getByRole('button', { name: 'Delete the event' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'This time', exact: true }).click();
  await said(page, 'was deleted');
  const left = (await api.get(`/events?from=${today()}&to=${day(14)}`)).items;
  assert.deepEqual([left.length, left[0].occurrence], [1, null]);
});

test('what is not shown stays hidden after a reload', async (t) => {
  const { page, api } = await guild(t);
  const { me } = await api.get('/session');
  for (const [name, prefix] of [
    ['Service', 'SVC'],
    ['Finance', 'FIN'],
  ]) {
    const space = await api.post('/spaces', { name, prefix });
    await api.post(`/spaces/${space.id}/events`, { title: `${name} review`, start: { date: today() } });
    const due = { due: { date: today() }, assignee_id: me.id };
    await api.post(`/spaces/${space.id}/tasks`, { title: `${name} report`, ...due });
  }
  const seen = (title) => page.getByRole('link', { name: new RegExp(`^${title}`) });
  await page.goto('/calendar');
  await seen('Finance review').waitFor();
  await seen('Service report').waitFor();
  await page.getByRole('checkbox', { name: 'Finance' }).uncheck();
  await page.getByRole('checkbox', { name: 'Tasks due' }).uncheck();
  await seen('Finance review').waitFor({ state: 'detached' });
  await page.reload();
  await seen('Service review').waitFor();
  for (const gone of ['Finance review', 'Service report']) assert.equal(await seen(gone).count(), 0, gone);
  await page.getByRole('checkbox', { name: 'Tasks due' }).check();
  await seen('Service report').waitFor();
});

test('process runs of others are shown where somebody asks for them', async (t) => {
  const { page, api, open } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  await bringIn(api, open, person);
  const { people } = await api.get('/session');
  const assign = { who: 'person', person_ids: [people.find(({ name }) => name === person.name).id] };
  const input = { name: 'Van check', rule: 'every day 9:00', assign };
  const made = await api.post(`/spaces/${space.id}/processes`, input);
  const run = await api.post(`/processes/${made.id}/runs`);
  await api.patch(`/tasks/${run.id}`, { due: { date: today() } });
  await page.goto('/calendar');
  const shown = page.getByRole('link', { name: /^Van check.*, due, Ana Duarte$/ });
  const box = page.getByRole('checkbox', { name: 'Process runs of others' });
  await box.waitFor();
  assert.equal(await shown.count(), 0);
  await box.check();
  await shown.waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.reload();
  await shown.waitFor();
  await box.uncheck();
  await shown.waitFor({ state: 'detached' });
});

test('an event comes again by a rule with an end, and changes from one time on, or always', async (t) => {
  const { page, api } = await guild(t);
  await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const on = async () => (await api.get(`/events?from=${today()}&to=${day(40)}`)).items;
  const dates = (items) => items.map((one) => one.start.date);
  const form = page.getByRole('dialog', { name: 'New event' });
  const begin = async (title) => {
    await page.getByRole('button', { name: /^Event/ }).click();
    await form.getByRole('textbox', { name: 'Title' }).fill(title);
  };
  const choose = (which, label) => form.getByRole('combobox', { name: which }).selectOption({ label });
  await page.goto('/calendar');
  await begin('Stand-up');
  await choose('Repeats', 'Every day');
  await choose('How often', 'Every 2 days');
  await choose('Ends', 'After so many times');
  await form.getByRole('textbox', { name: 'How many times' }).fill('6');
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await form.getByRole('button', { name: 'Save' }).click();
  await said(page, '“Stand-up” is in the calendar');
  const all = await on();
  assert.deepEqual(dates(all), [0, 2, 4, 6, 8, 10].map(day));

  // From the third time on it has another title; how often it comes is shared between the two.
  const change = page.getByRole('dialog', { name: 'Change the event' });
  const open = async (one, which) => {
    await page.goto(`/calendar?event=${one.event_id}&on=${one.occurrence}`);
    await page.getByRole('button', { name: 'Change the event' }).click();
    await page.getByRole('dialog').getByRole('button', { name: which, exact: true }).click();
    await change.waitFor();
  };
  await open(all[2], 'This time and those that follow');
  await change.getByRole('textbox', { name: 'Title' }).fill('Longer stand-up');
  await change.getByRole('button', { name: 'Save' }).click();
  await said(page, '“Longer stand-up” was changed');
  const parted = await on();
  assert.deepEqual(dates(parted), dates(all));
  const titles = parted.map((one) => one.title);
  assert.deepEqual(titles, [...Array(2).fill('Stand-up'), ...Array(4).fill('Longer stand-up')]);
  const rest = await api.get(`/events/${parted[2].event_id}`);
  assert.equal(rest.rule, 'FREQ=DAILY;INTERVAL=2;COUNT=4');

  // All of those end with a day.
  await open(parted[4], 'Every time');
  await change.getByRole('combobox', { name: 'Ends' }).selectOption({ label: 'On a day' });
  await change.getByLabel('Last day', { exact: true }).fill(day(7));
  await change.getByRole('button', { name: 'Save' }).click();
  const left = await until('ends', on, (items) => items.length === 4);
  assert.deepEqual(dates(left), [0, 2, 4, 6].map(day));

  // Every week on two days of one's own.
  await page.goto('/calendar');
  await begin('Tasting');
  await choose('Repeats', `Every week on ${nameOf(0)}`);
  await form.getByRole('checkbox', { name: nameOf(1) }).check({ force: true });
  await choose('Ends', 'On a day');
  await form.getByLabel('Last day', { exact: true }).fill(day(8));
  await form.getByRole('button', { name: 'Save' }).click();
  await said(page, '“Tasting” is in the calendar');
  const tasting = (await on()).filter((one) => one.title === 'Tasting');
  assert.deepEqual(dates(tasting), [0, 1, 7, 8].map(day));
});

const nameOf = (later) =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' }).format(
    Date.now() + later * 86_400_000,
  );
const today = () => day(0);
const day = (later) => new Date(Date.now() + later * 86_400_000).toISOString().slice(0, 10);
