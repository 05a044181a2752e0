// An event is made, moved by keys, asked about by its guest in another browser and answered; a room is taken once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana as person, bringIn } from '../support/people.mjs';

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

const today = () => new Date().toISOString().slice(0, 10);
