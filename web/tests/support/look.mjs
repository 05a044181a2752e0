// When a page may be looked at, and what the accessibility rules say of it.
import AxeBuilder from '@axe-core/playwright';
import axe from 'axe-core';

/** Waits until the page shows what it has: its heading, no part still loading, the font, no motion. */
export async function settled(page) {
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.waitForFunction(
    () => !document.querySelector('[aria-busy="true"], .skeleton') && document.fonts.status === 'loaded',
  );
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((motion) => motion.finished.catch(() => {}))),
  );
}

/** What can be another matter in another scheme: all other rules ask what stands where and what it is called. */
export const COLOURS = ['color-contrast', 'link-in-text-block'];

/** The broken rules, a line for each place: of what can be reached, so of a dialog alone while one is open. */
export async function brokenRules(page, only) {
  const options = { resultTypes: ['violations'], ...(only && { runOnly: only }) };
  const alone = page.frames().length === 1;
  const { violations } = await (alone ? ofPage(page, options) : ofFrames(page, options));
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n    ${node.target.join(' ')}\n    ${node.html.slice(0, 160)}`),
  );
}

/** The rules are loaded once a page, and only what is broken comes back: there are a thousand looks. */
async function ofPage(page, options) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (asked) => {
    const open = document.querySelectorAll('dialog:modal');
    const { violations } = await window.axe.run(open.length ? open : document, asked);
    return { violations };
  }, options);
}

/** What frames answer is put together on a page of its own. */
const ofFrames = (page, options) => new AxeBuilder({ page }).options(options).analyze();

/** Types once a field has the focus: words typed while a dialog is still on its way would be keys of the page. */
export async function type(page, words) {
  await page.locator(':is(input, textarea, [contenteditable="true"]):focus').waitFor();
  await page.keyboard.type(words);
}

/** Pastes into whatever has the focus. */
export const paste = (page, text) =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
  }, text);

/** Waits until the control with this accessible name or placeholder has the focus. */
export async function expectFocus(page, name) {
  await page.waitForFunction((pattern) => {
    const at = document.activeElement;
    const said = [
      at?.getAttribute('aria-label'),
      at?.getAttribute('placeholder'),
      at?.labels?.[0]?.textContent,
    ];
    return said.some((text) => text && new RegExp(pattern).test(text));
  }, name.source);
}
