// Scrolling through a topic, as a wheel does it: from its end up to messages that have to be loaded on the way.
import { begin, end, rate, said } from './frames.mjs';

/** Frames in a second; a hundredth of them may be lost. */
const wanted = 60;
const lost = 0.01;
// So much is scrolled each time, at a pace a reader can still look along.
const step = 60;
const steps = 600;

/** The row; `page` shows the topic. */
export async function scrolling(page, items, empty) {
  await empty.page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  const limit = await frames(empty.page);
  const before = await page.locator('[id^="c-"]').count();
  const times = await frames(page);
  const seen = (await page.locator('[id^="c-"]').count()) - before;
  // What was there already would prove nothing.
  if (seen < 100) throw new Error(`only ${seen} messages came while scrolling`);
  // An empty page cannot do it faster than the screen shows it; what it needs is what this browser can.
  const least = Math.min(wanted, rate(limit)) * (1 - lost);
  return {
    work: 'scrolling through a topic',
    items,
    guildhall: `${said(times)}, over ${seen} messages`,
    limit: `${said(limit)} empty page`,
    ratio: null,
    reach: `${wanted} frames a second, or those of the empty page`,
    held: rate(times) >= least,
    errors: 0,
  };
}

async function frames(page) {
  await page.mouse.move(700, 450);
  await begin(page);
  for (let at = 0; at < steps; at += 1) {
    await page.mouse.wheel(0, -step);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  return end(page);
}
