// The minutes of a meeting, from the first line to the client: written by three of whom one is in the cellar, spoken of,
// taken out, read outside, and brought back as they were last week.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phone } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import {
  addLine,
  edit,
  lineOf,
  madeLink,
  pageIn,
  saved,
  speakOf,
  takenOut,
  text,
} from '../support/pages.mjs';
import { paragraphs, sheets } from '../support/paper.mjs';
import { ana, bringIn, lucia, until } from '../support/people.mjs';

const body = `## Riverside School

The school stays warm: an electric unit takes over.

The pump comes on Monday.

| Step | Dates |
|---|---|
| Old boiler out | 14 to 17 Dec |

- [ ] Order the gasket`;

const versions = (page) => page.getByRole('region', { name: 'Versions of Minutes' });
const said = async (page) => (await text(page).innerText()).replace(/\s+/g, ' ').trim();

test('minutes are written by three, become work, go out on paper and to the client, and come back as they were', async (t) => {
  const { page, api, open } = await guild(t);
  const { made, at, space } = await pageIn(api, body);
  const says = async () => JSON.stringify((await api.get(`/pages/${made.id}/content`)).doc);
  const lastWeek = await says();
  await page.goto(at);
  await page.getByRole('button', { name: 'Versions' }).click();
  await versions(page).getByPlaceholder('Name the version of now').fill('Last week');
  await versions(page).getByRole('button', { name: 'Keep' }).click();
  await versions(page).getByText('Last week').waitFor();

  // Three write, one of them goes down into the cellar and comes back.
  const hers = await bringIn(api, open, ana);
  const third = await bringIn(api, open, lucia);
  const line = await lineOf(third);
  const all = [page, hers, third];
  for (const one of all) await edit(one, at);
  await text(page).getByText('The pump comes').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' The client agrees.');
  await text(third).getByText('The client agrees.').waitFor();
  await line.cut();
  await addLine(third, 'Lucía: the gauge reads 1.4.');
  await text(hers).getByText('Order the gasket').click();
  await hers.keyboard.press('End');
  await hers.keyboard.type(' by Friday');
  await text(page).getByText('Order the gasket by Friday').waitFor();
  await line.mend();
  // Its line tries again after a quarter of a minute at the latest.
  await text(page).getByText('the gauge reads 1.4.').waitFor({ timeout: 20_000 });
  for (const one of all) {
    await text(one).getByText('the gauge reads 1.4.').waitFor();
    await text(one).getByText('Order the gasket by Friday').waitFor();
    await saved(one);
  }
  const [his, ...theirs] = await Promise.all(all.map(said));
  for (const other of theirs) assert.equal(other, his, 'all three have the same');

  // What Ana says of a passage becomes Tom's task, and leads back.
  await hers.getByRole('button', { name: 'Done' }).click();
  await hers.locator('.pg-text').getByText('reads 1.4.').waitFor();
  await speakOf(hers, 'reads 1.4');
  await hers.getByLabel('Comment on “reads 1.4”').fill('Ask for a new gauge');
  await hers.keyboard.press('Control+Enter');
  await hers
    .locator('.pg-text .passage')
    .getByText(/^reads 1\.4$/)
    .waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  const card = (words) =>
    page.getByRole('region', { name: 'Somebody commented this' }).filter({ hasText: words });
  await card('Ask for a new gauge').hover();
  await card('Ask for a new gauge').getByRole('button', { name: 'More for this comment' }).click();
  await page.getByRole('menuitem', { name: 'Make task' }).click();
  await page.getByRole('dialog', { name: 'Make task' }).waitFor();
  await page.keyboard.press('Enter');
  await card('Ask for a new gauge')
    .getByRole('link', { name: /Ask for a new gauge/ })
    .waitFor();
  const { items } = await api.get(`/spaces/${space.id}/tasks`);
  assert.deepEqual(
    items.map((task) => task.title),
    ['Ask for a new gauge'],
  );

  // On paper and for Word it is what one reads, without what was said beside it.
  const [sheet, ...more] = await sheets(page);
  assert.equal(more.length, 0);
  assert.equal(sheet[0], 'Minutes');
  const paper = sheet.join(' ').replace(/\s+/g, ' ');
  for (const words of ['The client agrees.', '14 to 17 Dec', 'Order the gasket by Friday', 'reads 1.4'])
    assert.ok(paper.includes(words), `${words} is not on paper`);
  assert.ok(!paper.includes('new gauge'), 'what was said is on paper');
  const { path } = await takenOut(page, 'Minutes', 'Download for Word');
  const parts = await paragraphs(path);
  const styled = (style) => parts.filter((part) => part.style === style).map((part) => part.text);
  assert.deepEqual([styled('Title'), styled('Heading2')], [['Minutes'], ['Riverside School']]);
  for (const words of ['The client agrees.', '14 to 17 Dec', 'Order the gasket by Friday', 'reads 1.4'])
    assert.ok(
      parts.some((part) => part.text.includes(words)),
      `${words} is not in the Word document`,
    );

  // The client has no account, and a phone.
  await page.getByRole('button', { name: 'More for Minutes' }).click();
  await page.getByRole('menuitem', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog');
  const link = await madeLink(dialog, 'comment');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  const client = await open({ viewport: phone });
  await client.goto(link);
  await settled(client);
  assert.equal(await client.getByText('new gauge').count(), 0, 'what is said inside stays inside');
  await speakOf(client, 'stays warm');
  await client.getByLabel('Your name').fill('Helen Ward');
  await client.getByLabel('Your e-mail').fill('helen@riverside.example');
  await client.getByLabel('Write a comment').fill('How warm?');
  await client.getByRole('button', { name: 'Send' }).click();
  await client
    .locator('.pg-text .passage')
    .getByText(/^stays warm$/)
    .waitFor();
  assert.deepEqual(await brokenRules(client), []);
  await card('How warm?').getByText('Helen Ward').first().waitFor();
  await page.locator('.pg-text .passage', { hasText: 'stays warm' }).waitFor();

  // It is brought back as it was last week, for everybody; what was said of a line that is the same stays with it.
  await page.getByRole('button', { name: 'Versions' }).click();
  await versions(page)
    .getByRole('listitem')
    .filter({ hasText: 'Last week' })
    .getByRole('button', { name: 'Restore' })
    .click();
  assert.equal(await until('restored', says, (now) => now === lastWeek), lastWeek);
  await text(third).getByText('the gauge reads').waitFor({ state: 'detached' });
  await page.locator('.pg-text .passage', { hasText: 'stays warm' }).waitFor();
  await client.reload();
  await client.locator('.pg-text .passage', { hasText: 'stays warm' }).waitFor();
  assert.equal(await client.getByText('The client agrees.').count(), 0);
});
