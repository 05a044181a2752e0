// From a click in the sidebar until one can work.
import { desktop } from '../support/browser.mjs';
import { measure, row } from './times.mjs';

// As many as fit on the screen below the head: rows of 43 pixels, or cards of some 92 in four columns.
const fits = {
  list: Math.floor((desktop.height - 200) / 43),
  board: 4 * Math.floor((desktop.height - 240) / 100),
};

export async function usable(page, spaces, empty) {
  const limit = await measure(empty.page, once, { open: '#open', back: '#back', wanted: 2 });
  return [
    await opened(page, spaces[500], 'board', 250, limit),
    await opened(page, spaces[1_000], 'board', 300, limit),
    await opened(page, spaces[10_000], 'list', 150, limit),
  ];
}

async function opened(page, space, layout, most, limit) {
  await page.goto(`/s/${space.prefix}/tasks?layout=${layout}`);
  await page.locator('[data-row]').first().waitFor();
  // The layout of a space is remembered when somebody chooses it.
  await page.evaluate(
    ([key, value]) => localStorage.setItem(key, value),
    [`guildhall.layout.${space.id}`, layout],
  );
  await page.goto('/');
  const times = await measure(page, once, {
    open: `nav a[href$="/s/${space.prefix}/tasks"]`,
    back: 'nav a[href$="/"]',
    wanted: fits[layout],
  });
  const items = Number(space.name.split(' ').at(-1));
  return row(`${layout} usable after a click in the sidebar`, items, times, limit, most);
}

/** Runs in the page, so that nothing of the way to the browser counts. */
export async function once({ open, back, wanted }) {
  const frame = () => new Promise(requestAnimationFrame);
  // The next task of the browser, without waiting for a frame.
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
  const count = () => document.querySelectorAll('[data-row]').length;
  const current = () => document.activeElement?.closest('[data-row]') ?? null;
  const press = (key) =>
    document.activeElement.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
    );

  await until(() => document.querySelector(open) && !document.querySelector('[aria-busy="true"], .skeleton'));
  // Where one comes from has come to rest.
  await new Promise((resolve) => requestIdleCallback(resolve));
  const start = performance.now();
  document.querySelector(open).click();
  await until(() => count() >= wanted);
  press('j');
  await until(current);
  const first = current();
  press('j');
  await until(() => current() && current() !== first);
  // The frame after next begins when this one was painted.
  await frame();
  await frame();
  const time = performance.now() - start;
  document.querySelector(back).click();
  await until(() => count() === 0);
  return time;
}
