// Dragging a card over a full board: the time from frame to frame.
import { begin, end, smooth } from './frames.mjs';

const steps = 150;

export async function dragging(page, spaces, empty) {
  const limit = await frames(empty.page, '#card', '.column');
  await page.goto(`/s/${spaces[1_000].prefix}/tasks?layout=board`);
  const times = await frames(page, '[data-row]', 'section.col');
  return smooth('dragging a card over the board', times, limit);
}

/** Carries the first card across all columns and back up; the times of the frames meanwhile, in order. */
async function frames(page, card, column) {
  const from = await box(page.locator(card).first());
  const columns = page.locator(column);
  const [left, right] = [await box(columns.first()), await box(columns.last())];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 12, from.y + 12, { steps: 3 });
  await begin(page);
  for (let step = 0; step <= steps; step += 1) {
    const part = step / steps;
    const height = 300 + 250 * Math.sin(part * Math.PI * 6);
    await page.mouse.move(left.x + (right.x - left.x) * part, left.top + height);
    // At the pace of the screen, as a hand does it.
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  const times = await end(page);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  return times;
}

async function box(locator) {
  await locator.waitFor();
  const { x, y, width, height } = await locator.boundingBox();
  return { x: x + width / 2, y: y + height / 2, top: y };
}
