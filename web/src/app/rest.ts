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
