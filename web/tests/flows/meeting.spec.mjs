// A meeting gets a page with its agenda and notes, and tasks that follow from it; each leads to the others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { addLine, edit, saved } from '../support/pages.mjs';
import { until } from '../support/people.mjs';

const said = (page, words) =>
  page.getByRole('region', { name: 'Messages' }).getByText(words).first().waitFor();

test('a meeting gets a page with its agenda and notes, and a task that follows from it', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const event = await api.post(`/spaces/${space.id}/events`, {
    title: 'Boiler review',
    body: 'Prices for the winter',
    start: { date: new Date().toISOString().slice(0, 10), time: '12:00', zone: 'Europe/London' },
    minutes: 30,
  });
  await page.goto(`/calendar?event=${event.id}`);
  const panel = page.getByRole('region', { name: 'Boiler review', exact: true });
  await panel.getByRole('button', { name: 'Begin a page' }).click();
  await said(page, 'The page of the meeting was begun.');
  await page.waitForURL(/\/p\//);
  await page.getByRole('heading', { name: 'Agenda' }).waitFor();
  await page.getByText('Prices for the winter').waitFor();
  await page.getByRole('heading', { name: 'Notes' }).waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);

  // Written at its end, where the notes are.
  const at = new URL(page.url()).pathname;
  const { page: begun } = await api.get(`/events/${event.id}`);
  assert.equal(at, `/p/${begun.id}`);
  await edit(page, at);
  await addLine(page, 'We take the second offer.');
  await saved(page);
  const words = async () => JSON.stringify((await api.get(`/pages/${begun.id}/content`)).doc);
  await until('kept', words, (doc) => doc.includes('We take the second offer.'));
  await page.getByRole('button', { name: 'Done' }).click();

  // Back by the link of the page, the event has it, and is begun no second time.
  await page
    .getByRole('region', { name: 'Linked' })
    .getByRole('link', { name: /Boiler review/ })
    .click();
  await page.waitForURL(/\/calendar\?event=/);
  await panel.getByRole('link', { name: 'Boiler review', exact: true }).first().waitFor();
  assert.equal(await panel.getByRole('button', { name: 'Begin a page' }).count(), 0);

  await panel.getByRole('textbox', { name: /^A task that follows from it/ }).fill('Order the pump');
  await panel.getByRole('button', { name: 'Add', exact: true }).click();
  await said(page, '“Order the pump” is a task now.');
  await panel
    .getByRole('group', { name: 'Linked' })
    .getByRole('link', { name: /Order the pump/ })
    .waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  const [made, ...others] = (await api.get(`/spaces/${space.id}/tasks`)).items;
  assert.deepEqual([made.title, others], ['Order the pump', []]);
  const links = (await api.get(`/items/${made.id}/links`)).items;
  assert.deepEqual(
    links.map(({ item }) => item.id),
    [event.id],
  );
  await page.goto(`/t/${made.key}`);
  await page
    .getByRole('link', { name: /Boiler review/ })
    .first()
    .waitFor();
});
