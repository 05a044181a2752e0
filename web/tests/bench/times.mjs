// Times of the same thing, done again and again in a page.
const runs = 15;

export const at = (times, percent) =>
  times[Math.min(times.length - 1, Math.floor((times.length * percent) / 100))];
export const said = (times) => `p50 ${at(times, 50).toFixed(0)} ms, worst ${times.at(-1).toFixed(0)} ms`;

/** Some runs after one that fetches the code; the times in order. `before` is done before each. */
export async function measure(page, once, asked, before = () => {}) {
  const times = [];
  for (let run = 0; run <= runs; run += 1) {
    await before();
    const time = await page.evaluate(once, asked);
    if (run) times.push(time);
  }
  return times.sort((a, b) => a - b);
}

/** A row of the table: it may take so long at the median. */
export const row = (work, items, times, limit, most) => ({
  work,
  items,
  guildhall: said(times),
  limit: `${said(limit)} empty page`,
  ratio: null,
  reach: `p50 ≤ ${most} ms`,
  held: at(times, 50) <= most,
  errors: 0,
});
