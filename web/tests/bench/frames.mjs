// The time from frame to frame while something is done in a page.
export const p95 = (times) => times[Math.floor(times.length * 0.95)];
export const said = (times) => `frame p95 ${p95(times).toFixed(1)} ms of ${times.length}`;

/** Begins to note it. */
export const begin = (page) =>
  page.evaluate(() => {
    window.frames_ = [];
    let last = performance.now();
    const next = () => {
      const now = performance.now();
      window.frames_?.push(now - last);
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
  return times.slice(1).sort((a, b) => a - b);
}
