// From a click until one reads on: a topic of 5,000 messages at the line of what is new, and an inbox of 10,000 entries.
// And scrolling through that topic.
import { caller } from '../support/api.mjs';
import { ana, bringIn, until } from '../support/people.mjs';
import { scrolling } from './scroll.mjs';
import { measure, row } from './times.mjs';

const messages = 5_000;
const entries = 10_000;
const atOnce = 500;

/** The rows; `open` opens a page of another browser. */
export async function talking(page, open, empty) {
  const api = caller(page);
  const her = caller(await bringIn(api, open, ana));
  const { me } = await api.get('/session');
  const limit = await measure(empty.page, once, {
    open: '#open',
    back: '#back',
    shown: '[data-row]',
    wanted: 2,
  });
  const opened = await topic(page, api, her);
  // It was left in the list of its space.
  await page.locator(`a[href*="${opened.id}"]`).first().click();
  await page.locator('#new-line').waitFor();
  const scrolled = await scrolling(page, messages, empty);
  return [
    row('a topic opens at what is new in it', messages, opened.times, limit, 200),
    scrolled,
    row('the inbox opens', entries, await inbox(page, api, her, me.id), limit, 150),
  ];
}

async function topic(page, api, her) {
  const space = await api.post('/spaces', { name: 'Talk', prefix: 'TLK' });
  const { id } = await api.post(`/spaces/${space.id}/topics`, { title: 'Everything about the boiler' });
  let half;
  for (let i = 1; i <= messages; i += 1) {
    const body = `Message ${i}: the pressure fell again, so the valve has to be looked at before Friday.`;
    const { seq } = await her.post(`/items/${id}/comments`, { body });
    if (i === messages / 2) half = seq;
  }
  await page.goto(`/s/${space.prefix}/discussions`);
  const open = `a[href*="${id}"]`;
  await page.locator(open).first().waitFor();
  const asked = { open, back: 'nav a[href$="/"]', shown: '[id^="c-"]', wanted: 5, also: '#new-line' };
  const before = async () => {
    // Read up to the middle, wherever it was left.
    await api.put(`/topics/${id}/reading`, { seq: half });
    await page.goto(`/s/${space.prefix}/discussions`);
    await page.locator(open).first().waitFor();
  };
  const times = await measure(page, once, asked, before);
  await before();
  return { id, times };
}

async function inbox(page, api, her, me) {
  const space = await api.post('/spaces', { name: 'Full inbox', prefix: 'FUL' });
  for (let left = entries; left > 0; left -= atOnce) {
    const text = Array.from({ length: atOnce }, (_, i) => `Look at the boiler number ${left - i}`).join('\n');
    const { items } = await her.post(`/spaces/${space.id}/tasks/paste`, { text });
    await her.post('/tasks/bulk', { ids: items.map(({ id }) => id), set: { assignee_id: me } });
  }
  await until(
    'told of everything',
    () => api.get('/inbox/counts'),
    ({ needs }) => needs >= entries,
  );
  await page.goto('/');
  const asked = {
    open: 'nav a[href$="/inbox"]',
    back: 'nav a[href$="/"]',
    shown: '.inbox [data-row]',
    wanted: 10,
  };
  return measure(page, once, asked);
}

/** Runs in the page, so that nothing of the way to the browser counts. */
export async function once({ open, back, shown, wanted, also }) {
  const frame = () => new Promise(requestAnimationFrame);
  const turn = () =>
    new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(0);
    });
  const until = async (done) => {
    const end = performance.now() + 20_000;
    while (!done()) {
      if (performance.now() > end) throw new Error(`never: ${done}`);
      await turn();
    }
  };
  const count = () => document.querySelectorAll(shown).length;
  await until(() => document.querySelector(open) && !document.querySelector('[aria-busy="true"], .skeleton'));
  await new Promise((resolve) => requestIdleCallback(resolve));
  const start = performance.now();
  document.querySelector(open).click();
  await until(() => count() >= wanted && (!also || document.querySelector(also)));
  // The frame after next begins when this one was painted.
  await frame();
  await frame();
  const time = performance.now() - start;
  document.querySelector(back).click();
  await until(() => count() === 0);
  return time;
}
