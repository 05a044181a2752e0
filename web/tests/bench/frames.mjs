// The time from frame to frame while something is done in a page, as the browser dates its frames: one that was not
// drawn in time makes a gap of two.
export const p95 = (times) => times[Math.floor(times.length * 0.95)];
/** Frames in a second. */
export const rate = (times) => (1_000 * times.length) / times.reduce((sum, time) => sum + time, 0);
export const said = (times) =>
  `${rate(times).toFixed(1)} frames a second, p95 ${p95(times).toFixed(1)} ms of ${times.length}`;

const most = 25;

/** The row of work with a thousand things that is to run smoothly, beside that on an empty page. */
export const smooth = (work, times, limit) => ({
  work,
  items: 1_000,
  guildhall: said(times),
  limit: `${said(limit)} empty page`,
  ratio: null,
  reach: `frame p95 ≤ ${most} ms`,
  held: p95(times) <= most,
  errors: 0,
});

/** Begins to note it. */
export const begin = (page) =>
  page.evaluate(() => {
    window.frames_ = [];
    let last;
    const next = (now) => {
      if (last !== undefined) window.frames_?.push(now - last);
      last = now;
      if (window.frames_) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });

/** Ends it; the times in order. */
export async function end(page) {
  const times = await page.evaluate(() => {
    const all = window.frames_;
    delete window.frames_;
    return all;
  });
  return times.sort((a, b) => a - b);
}
