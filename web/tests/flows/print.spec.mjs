// A page on paper: Chromium prints it, and the sheets are read back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { settled } from '../support/look.mjs';
import { attachYard } from '../support/pages.mjs';
import { sheets } from '../support/paper.mjs';

const makes = Array.from({ length: 70 }, (_, i) => `| Make ${i + 1} | 8.${i} to 9.${i} % |`).join('\n');
const sections = Array.from(
  { length: 14 },
  (_, i) => `## Step ${i + 1}\n\n${'Let the boiler run for ten minutes at full load. '.repeat(9)}`,
).join('\n\n');
const body = `See [the maker](https://example.org/bosch) first.

- [x] Gas off
- [ ] Flue open

\`\`\`
F.28
\`\`\`

## Bands

| Make | Band |
|---|---|
${makes}

${sections}

Hand over at five.`;

async function written(t, options) {
  const all = await guild(t, options);
  const space = await all.api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const at = `/spaces/${space.id}/pages`;
  const { id: album } = await all.api.post(at, { title: 'Pictures', folder_id: null });
  const { id: picture } = await attachYard(all.page, album);
  const made = await all.api.post(at, {
    title: 'Boiler inspection sheet',
    folder_id: null,
    body: `${body}\n\n![The yard](guildhall:file/${picture})\n`,
  });
  await all.api.post(`/items/${made.id}/comments`, { body: 'Not for the paper' });
  return { ...all, space, made, at: `/p/${made.id}` };
}

/** What is wrong on any of the sheets, whoever prints. */
function onPaper(printed) {
  const words = printed.flat().join(' ').replace(/\s+/g, ' ');
  assert.equal(printed[0][0], 'Boiler inspection sheet');
  assert.ok(printed.length >= 4 && printed.length <= 7, `${printed.length} sheets`);
  for (const said of ['Gas off', 'F.28', 'Make 70', 'Step 14', 'Hand over at five.']) {
    assert.ok(words.includes(said), `${said} is not on paper`);
  }
  assert.ok(words.includes('the maker (https://example.org/bosch)'), 'where a link leads cannot be read');
  assert.match(words, /\d{1,2} \w+ 20\d\d/, 'the date of the page is missing');
  // What belongs to the screen stays there.
  for (const said of ['Home', 'Inbox', 'Not for the paper', 'On this page', 'Edit', 'Saved', 'Comment']) {
    assert.ok(!printed.some((lines) => lines.includes(said)), `${said} is on paper`);
  }
  assert.doesNotMatch(words, /just now|\d min ago/, 'how long ago something was says nothing on paper');
  printed.forEach((lines, sheet) => {
    assert.ok(!/^(Step \d+|Bands)$/.test(lines.at(-1)), `a heading ends sheet ${sheet + 1}: ${lines.at(-1)}`);
    const row = lines.findIndex((line) => /^Make \d/.test(line));
    if (row >= 0)
      assert.match(lines[row - 1], /^Make\s+Band$/, `no head above the rows of sheet ${sheet + 1}`);
  });
}

test('a page is printed as it is read, and from its menu', async (t) => {
  const { page, at } = await written(t);
  await page.addInitScript(() => (window.print = () => (window.printed = true)));
  await page.goto(at);
  await settled(page);
  await page.getByText('Hand over at five.').waitFor();
  await page
    .getByRole('button', { name: /What can be done with|Boiler inspection sheet/ })
    .last()
    .click();
  await page.getByRole('menuitem', { name: 'Print or save as PDF' }).click();
  await page.waitForFunction(() => window.printed);
  const printed = await sheets(page);
  onPaper(printed);
  assert.equal(printed.pictures, 1, 'a picture nobody had come to is not on paper');
});

test('a page that is being written in the dark prints dark on white, without its tools', async (t) => {
  const { page, api, at } = await written(t);
  await api.patch('/me', { theme: 'dark' });
  await page.goto(`${at}?edit=1`);
  await page.getByRole('textbox', { name: 'Text of the page' }).getByText('Hand over at five.').waitFor();
  const ink = () =>
    page.evaluate(() => [
      getComputedStyle(document.querySelector('.pg-text')).color,
      getComputedStyle(document.body).backgroundColor,
    ]);
  assert.deepEqual(await ink(), ['rgb(233, 238, 235)', 'rgb(16, 20, 18)'], 'the screen is not dark');
  await page.emulateMedia({ media: 'print' });
  assert.deepEqual(await ink(), ['rgb(0, 0, 0)', 'rgba(0, 0, 0, 0)']);
  await page.emulateMedia({ media: null });
  const printed = await sheets(page);
  assert.equal(printed[0][0], 'Boiler inspection sheet');
  assert.ok(printed.flat().includes('Hand over at five.'));
  assert.ok(!printed.flat().some((line) => /^(Done|Saved|Text|Undo)$/.test(line)));
});

test('a plan of seventy tasks is printed whole, as a chart, though the screen draws only what is near', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Riverside', prefix: 'RIV' });
  await api.patch(`/spaces/${space.id}`, { finish: '2031-12-31' });
  const date = (at) => ({ date: new Date(Date.UTC(2031, 0, 6 + at)).toISOString().slice(0, 10) });
  const made = [];
  for (let at = 1; at <= 70; at += 1) {
    const dates = { start: date(at), due: date(at + 2) };
    made.push(await api.post(`/spaces/${space.id}/tasks`, { title: `Part ${at} of it`, ...dates }));
  }
  await api.post(`/spaces/${space.id}/tasks`, { title: 'Keys handed over', milestone: true, due: date(90) });
  await api.put(`/tasks/${made[69].id}/dependencies/${made[0].id}`, {});
  await api.patch(`/tasks/${made[0].id}`, { estimate_minutes: 240 });
  await api.post('/time-entries', { task_id: made[0].id, minutes: 120 });
  await page.goto('/s/RIV/plan');
  await page.getByRole('gridcell', { name: /^Part 1 of it,/ }).waitFor();
  await page.getByText('of 4 h').waitFor();
  assert.equal(await page.getByRole('gridcell', { name: /^Part 70 of it,/ }).count(), 0);
  const printed = await sheets(page);
  assert.deepEqual(
    printed.lying,
    printed.map(() => true),
    'a chart lies on its side',
  );
  // As many as its rows need: 22 below the head of the page, then 32 a sheet.
  assert.equal(printed.length, 3);
  const lines = printed.flat();
  for (let at = 1; at <= 70; at += 1)
    assert.ok(
      lines.some((line) => line.includes(`Part ${at} of it`)),
      `part ${at} is not on paper`,
    );
  for (const said of ['Keys handed over', 'of 4 h', 'decides the finish date'])
    assert.ok(
      lines.some((line) => line.includes(said)),
      `${said} is not on paper`,
    );
  for (const [at, sheet] of printed.entries())
    for (const month of ['Feb 2031', 'Jul 2031', 'Dec 2031'])
      assert.ok(
        sheet.some((line) => line.includes(month)),
        `${month} is not above the rows of sheet ${at + 1}`,
      );
  for (const said of ['Home', 'Inbox', 'What if', 'Print', 'Add a task', 'Budget'])
    assert.ok(!lines.includes(said), `${said} is on paper`);
  // It is drawn while it is printed. Every row has its bar, and what the last one waits for is drawn on each sheet it goes over.
  assert.equal(await page.locator('.sheet').count(), 0);
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('.sheet .span').count(), 70);
  assert.equal(await page.locator('.sheet .reached').count(), 1);
  assert.equal(await page.locator('.sheet .depends').count(), 3);

  // Whatever is printed after it stands upright again.
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await page.locator('.sheet').first().waitFor({ state: 'detached' });
  await page.locator('a[href$="/s/RIV/tasks"]').first().click();
  await page.getByRole('grid', { name: /^Plan/ }).waitFor({ state: 'detached' });
  assert.ok(!(await sheets(page)).lying[0]);
});

test('a report on paper is headed by what it is, and as of when', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Riverside', prefix: 'RIV' });
  await api.patch(`/spaces/${space.id}`, { finish: '2031-12-31' });
  await page.goto('/reports');
  await page.getByRole('button', { name: 'Save as PDF' }).waitFor();
  await page.getByRole('region', { name: 'Lineup', exact: true }).getByText('Riverside').waitFor();
  const printed = await sheets(page);
  assert.match(printed[0][0], /^Lineup · /);
  assert.ok(printed.flat().some((line) => line.includes('Riverside')));
  for (const said of ['Reports', 'Save as PDF', 'Save view', 'CSV'])
    assert.ok(!printed.flat().includes(said), `${said} is on paper`);
});
