// Through the door by the form, and the first thing people do behind it.
import { expectFocus, settled } from './look.mjs';

/** Fills the form and sends it. */
export async function signInByForm(page, { email, password }) {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs in, captures a task for today, and opens it from Home. */
export async function signInAndCapture(page, person, title) {
  await signInByForm(page, person);
  await page
    .getByRole('link', { name: /^Today/ })
    .first()
    .waitFor();
  await settled(page);
  await page.keyboard.press('Escape');
  await page.locator('h1').first().click();
  await page.keyboard.press('c');
  await expectFocus(page, /New task/);
  await page.keyboard.type(`${title} today`);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: title }).first().click();
}
