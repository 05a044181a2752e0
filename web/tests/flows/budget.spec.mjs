// A plan of ten tasks with a budget is made with the keyboard alone in less than three minutes; an order is paid, taken back
// and shown by a receipt; who does not lead the space sees none of it; on a phone.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { phone, signIn } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, expectFocus, settled, type } from '../support/look.mjs';
import { ana as person, bringIn } from '../support/people.mjs';

const said = (page, words) =>
  page.getByRole('region', { name: 'Messages' }).getByText(words).first().waitFor();

/** Presses a key until something has the focus, as somebody without a mouse does. */
async function keyTo(page, key, what) {
  await what.waitFor();
  for (let pressed = 0; pressed < 80; pressed++) {
    if (await what.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${key} does not lead to ${what}`);
}

test('a plan gets a budget by keys, and says what it comes to', async (t) => {
  const { page, api, open, server } = await guild(t);
  const space = await api.post('/spaces', { name: 'Riverside', prefix: 'RIV' });

  // The space gets its end date first: the one that is proposed, eight weeks from now.
  const began = Date.now();
  await page.goto('/s/RIV/tasks');
  await keyTo(page, 'Tab', page.getByRole('button', { name: 'More about Riverside' }));
  await page.keyboard.press('Enter');
  await keyTo(page, 'ArrowDown', page.getByRole('menuitem', { name: 'This space has an end date' }));
  await page.keyboard.press('Enter');
  await expectFocus(page, /^To be finished/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/plan$/);
  await keyTo(page, 'Tab', page.getByRole('button', { name: 'Add a task' }));
  await page.keyboard.press('Enter');
  const typed = page.getByRole('textbox', { name: 'New task' });
  const row = (title) =>
    page
      .getByRole('grid', { name: /^Plan/ })
      .getByRole('gridcell', { name: new RegExp(`^(Milestone )?${title},`) });
  for (let at = 1; at <= 10; at++) {
    await typed.waitFor();
    await page.keyboard.type(`Part ${at} of it 2d`);
    if (at > 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await row(`Part ${at} of it`).waitFor();
  }
  await page.keyboard.press('Escape');
  await keyTo(page, 'Shift+Tab', page.getByRole('grid', { name: /^Plan/ }).locator('[tabindex="0"]'));
  await keyTo(page, 'ArrowDown', row('Part 10 of it'));
  await page.keyboard.press('m');
  await row('Part 10 of it')
    .and(page.getByRole('gridcell', { name: /^Milestone/ }))
    .waitFor();

  await keyTo(page, 'Shift+Tab', page.getByRole('link', { name: 'Budget' }).last());
  await page.keyboard.press('Enter');
  await page.getByText('No budget yet').waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await keyTo(page, 'Tab', page.getByRole('button', { name: 'Set a budget' }));
  await page.keyboard.press('Enter');
  await type(page, '-5');
  await page.keyboard.press('Enter');
  await page.getByText('An amount is never negative.').waitFor();
  await keyTo(page, 'Shift+Tab', page.getByLabel('It may cost'));
  await page.keyboard.press('Control+A');
  await page.keyboard.type('1,000.50');
  await page.keyboard.press('Enter');
  await said(page, 'The project may cost €1,000.50.');
  await page.keyboard.press('n');
  await type(page, 'Boilers');
  await page.keyboard.press('Tab');
  await page.keyboard.type('700');
  await keyTo(page, 'Tab', page.getByRole('button', { name: 'Ordered' }));
  await page.keyboard.press('Space');
  await keyTo(page, 'Shift+Tab', page.getByLabel('Amount in EUR'));
  await page.keyboard.press('Enter');
  await said(page, '“Boilers” was added.');
  assert.ok(Date.now() - began < 180_000, 'a plan of ten tasks with a budget takes less than three minutes');
  const sums = async () => (await api.get(`/spaces/${space.id}/budget`)).sums;
  assert.deepEqual([(await sums()).ordered, (await sums()).spent], ['700.00', '0.00']);

  // The order is paid for by a key, taken back, and paid for again with what shows it.
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  await said(page, '“Boilers” was paid for.');
  await page.getByRole('cell', { name: 'Spent', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.getByRole('cell', { name: 'Ordered', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Boilers', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Amount in EUR').fill('850');
  await dialog.getByRole('button', { name: 'Spent' }).click();
  await dialog
    .getByLabel('Attach a receipt')
    .last()
    .setInputFiles({ name: 'Bill 17.txt', mimeType: 'text/plain', buffer: Buffer.from('850 EUR') });
  await dialog.getByText('Bill 17.txt').waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await said(page, '“Boilers” was changed.');
  await page.getByRole('link', { name: /^Bill 17/ }).waitFor();
  await page.getByText('84 percent of the budget is spent or ordered.').waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);

  // The inbox says so too, and leads here.
  await page.goto('/inbox');
  await page.getByRole('link', { name: /80 percent of the budget of Riverside is spent or ordered/ }).click();
  await page.getByText('84 percent of the budget is spent or ordered.').waitFor();

  const [taken] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click(),
  ]);
  assert.match(await readFile(await taken.path(), 'utf8'), /spent,Boilers,,850\.00,EUR,Bill 17/);

  // The plan and the overview say it in a line; whoever works there and does not lead sees none of it.
  await page.goto('/s/RIV/plan');
  await page.getByText('of €1,000.50').waitFor();
  await page.goto('/s/RIV/overview');
  await page.getByText('of €1,000.50 spent or ordered').waitFor();
  const ana = await bringIn(api, open, person);
  await ana.goto('/s/RIV/plan');
  await ana.getByRole('button', { name: 'What if' }).waitFor();
  assert.equal(await ana.getByText('Budget').count(), 0);

  const small = await open({ viewport: phone });
  await signIn(small, server.person);
  await small.goto('/s/RIV/plan/budget');
  await small.getByRole('button', { name: 'Boilers', exact: true }).waitFor();
  await settled(small);
  assert.deepEqual(await brokenRules(small), []);
});
