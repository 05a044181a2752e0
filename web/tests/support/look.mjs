// When a page may be looked at, and what the accessibility rules say of it.
import AxeBuilder from '@axe-core/playwright';

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

/** The broken rules, a line for each place. */
export async function brokenRules(page) {
  // Only a page with frames needs the second page on which their answers are put together.
  const alone = page.frames().length === 1;
  const asked = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(alone);
  const { violations } = await asked.analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n    ${node.target.join(' ')}\n    ${node.html.slice(0, 160)}`),
  );
}

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
