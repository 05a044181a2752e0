// A plan of 1,000 tasks and 1,500 dependencies: from a click on its tab until one can work in it, and the frames while it
// is scrolled and while its first bar is dragged with all that depends on it.
import { desktop } from '../support/browser.mjs';
import { begin, end, smooth } from './frames.mjs';
import { measure, row } from './times.mjs';
import { once as worked } from './usable.mjs';

const lanes = 20;
const long = 50;
const links = 1_500;
// Rows that fit on the screen below the head of the page, 36 pixels each.
const fits = Math.floor((desktop.height - 300) / 36);
const steps = 150;

export async function planning(page, api, empty) {
  const space = await project(api);
  const ask = {
    open: `a[href$="/s/${space.prefix}/plan"]`,
    back: `a[href$="/s/${space.prefix}/documents"]`,
    wanted: fits,
  };
  await page.goto(`/s/${space.prefix}/documents`);
  const limit = await measure(empty.page, worked, { open: '#open', back: '#back', wanted: 2 });
  const opened = row(
    'plan usable after a click on its tab',
    1_000,
    await measure(page, once, ask),
    limit,
    300,
  );

  const still = await scrolled(empty.page);
  await page.goto(`/s/${space.prefix}/plan`);
  await page.locator('rect.bar').nth(4).waitFor();
  return [
    opened,
    smooth('scrolling through a plan', await scrolled(page), still),
    smooth('dragging the first bar of a plan', await dragged(page), still),
  ];
}

const now = new Date();
/** So many days after the Monday of this week. */
const day = (at) => ({
  date: new Date(now - (((now.getUTCDay() + 6) % 7) - at) * 86_400_000).toISOString().slice(0, 10),
});

/** Twenty lanes of fifty tasks, each after the one before it, and some after one of the lane beside theirs. */
async function project(api) {
  const space = await api.post('/spaces', { name: 'Planned', prefix: 'BP' });
  await api.patch(`/spaces/${space.id}`, { finish: day(52 * 7).date });
  const made = [];
  for (let at = 0; at < lanes * long; at += 1) {
    const first = (at % long) * 7;
    const dates = { start: day(first), due: day(first + 4) };
    made.push(
      await api.post(`/spaces/${space.id}/tasks`, { title: `Step ${at + 1} of the works`, ...dates }),
    );
  }
  const pairs = made.flatMap((_, at) => (at % long ? [[at - 1, at]] : []));
  for (let at = long + 1; pairs.length < links; at += 1) if (at % long) pairs.push([at - long - 1, at]);
  for (const [before, after] of pairs)
    await api.put(`/tasks/${made[after].id}/dependencies/${made[before].id}`, {});
  return space;
}

/** Runs in the page: the rows that fit and their bars are drawn, and a key has moved the selection and was painted. */
async function once({ open, back, wanted }) {
  const frame = () => new Promise(requestAnimationFrame);
  const until = async (done) => {
    const end = performance.now() + 20_000;
    while (!done()) {
      if (performance.now() > end) throw new Error(`never: ${done}`);
      await frame();
    }
  };
  const rows = () => document.querySelectorAll('[data-row]');
  await until(() => document.querySelector(open) && !document.querySelector('[aria-busy="true"], .skeleton'));
  await new Promise((resolve) => requestIdleCallback(resolve));
  const start = performance.now();
  document.querySelector(open).click();
  await until(() => rows().length >= wanted && document.querySelectorAll('rect.bar').length >= wanted);
  const first = rows()[0];
  first.focus();
  first.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
  await until(() => document.activeElement.dataset.row && document.activeElement !== first);
  await frame();
  await frame();
  const time = performance.now() - start;
  document.querySelector(back).click();
  await until(() => rows().length === 0);
  return time;
}

async function scrolled(page) {
  await page.mouse.move(900, 600);
  await begin(page);
  for (let step = 0; step < steps * 2; step += 1) {
    await page.mouse.wheel(step % 3 ? 0 : 40, 90);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  return end(page);
}

/** Carries it some weeks to the right and back while what would move with it is shown. */
async function dragged(page) {
  await page.locator('div.g:has(.canvas)').evaluate((scroller) => scroller.scrollTo(0, 0));
  const bar = page.locator('rect.bar').first();
  await bar.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await bar.boundingBox();
  const from = { x: x + width / 2, y: y + height / 2 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 12, from.y, { steps: 3 });
  await begin(page);
  for (let step = 0; step <= steps; step += 1) {
    await page.mouse.move(from.x + 200 * Math.sin((step / steps) * Math.PI * 3), from.y);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  const times = await end(page);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  return times;
}
