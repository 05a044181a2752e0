// What people type is text, whatever it looks like.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { settled, type } from '../support/look.mjs';
import { ana, bringIn } from '../support/people.mjs';

const IMAGE = '<img src=x onerror="window.ran=1">';
const BODY = [
  IMAGE,
  '<script>window.ran = 1</script>',
  '[a link](javascript:window.ran=1)',
  '[data](data:text/html,<script>window.ran=1</script>)',
  '![picture](https://elsewhere.example/spy.png)',
  '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
  '[odd](JaVa%0ascript:window.ran=1) <javascript:window.ran=1>',
].join('\n\n');

test('markup in titles, texts, comments and names is shown and never run', async (t) => {
  const { page, api, open } = await guild(t);
  page.on('dialog', (dialog) => page.faults.push(`a dialog: ${dialog.message()}`));
  await bringIn(api, open, { ...ana, name: `Ana ${IMAGE}` });
  const space = await api.post('/spaces', { name: `Shop ${IMAGE}`, prefix: 'SHP', description: BODY });
  const title = `Boiler ${IMAGE}`;
  const task = await api.post(`/spaces/${space.id}/tasks`, {
    title,
    body: BODY,
    steps: [{ text: `Step ${IMAGE}` }],
  });
  await api.post(`/items/${task.id}/comments`, { body: BODY });

  const places = [
    '/',
    '/people',
    `/s/SHP/overview`,
    '/s/SHP/tasks',
    '/s/SHP/tasks?layout=board',
    '/s/SHP/settings',
    '/admin/people',
    '/admin/log',
    '/search?q=boiler',
    `/t/${task.key}`,
  ];
  for (const place of places) {
    await page.goto(place);
    await settled(page);
    const found = await page.evaluate(() => ({
      ran: 'ran' in window,
      planted: document.querySelectorAll(
        'img[src="x"], img[src*="elsewhere"], iframe, [onerror], script:not([src])',
      ).length,
      links: [...document.querySelectorAll('a[href]')]
        .map((link) => link.href)
        .filter((href) => !/^https?:|^mailto:/.test(href)),
    }));
    assert.deepEqual(found, { ran: false, planted: 0, links: [] }, place);
  }
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByText('window.ran = 1').first().waitFor();

  await page.keyboard.press('Control+k');
  await type(page, 'boiler');
  await page.getByRole('option').filter({ hasText: 'Boiler' }).first().waitFor();
  assert.equal(await page.evaluate(() => 'ran' in window), false);
});
