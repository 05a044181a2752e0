// The first load is what one needs to begin. What stands beside it waits until the page is there and the browser at rest.

const idle = (then: () => void) =>
  'requestIdleCallback' in window
    ? void window.requestIdleCallback(then, { timeout: 2000 })
    : void setTimeout(then, 300);

/** Fulfilled once, after the first load. */
export const atRest = new Promise<void>((rests) => {
  if (document.readyState === 'complete') idle(rests);
  else addEventListener('load', () => idle(rests), { once: true });
});

const pause = (ms: number) => new Promise<void>((over) => setTimeout(over, ms));

/** A style sheet that did not come stands in the page all the same, and would not be asked for again. */
function withoutStyle(): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]'))
    if (!link.sheet) link.remove();
}

/** What stands beside the first load, once it is there. While the server is away it is asked for again, ever more rarely. */
export async function beside<T>(load: () => Promise<T>): Promise<T> {
  await atRest;
  for (let wait = 2000; ; wait = Math.min(wait * 2, 60_000)) {
    try {
      return await load();
    } catch {
      await pause(wait);
      withoutStyle();
    }
  }
}
