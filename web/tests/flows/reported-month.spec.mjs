// The operations report of a company that has worked for months: every figure in the table is that of the API.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';

const percent = (rate) => (rate === null ? '–' : `${rate}%`);
const counted = (went) => went.runs - went.skipped;

test('the table says what the API says, by process, space, person and month', async (t) => {
  const { page, api } = await guild(t, { prepare: 'demo' });
  for (const by of ['process', 'space', 'person', 'month']) {
    const asked = page.waitForResponse((answer) =>
      new URL(answer.url()).pathname.endsWith('/api/v1/reports/operations'),
    );
    await page.goto(`/reports/operations?by=${by}&days=365`);
    const { search } = new URL((await asked).url());
    assert.match(search, /from=/, 'a year is asked for');
    const report = await api.get(`/reports/operations${search}`);
    assert.equal(report.by, by);
    assert.ok(report.items.length > 0 && report.went.runs > 0, `${by}: the sample company has runs`);
    await settled(page);
    const rows = page.locator('table.tbl tbody tr').filter({ has: page.locator('td.rate') });
    await rows.nth(report.items.length - 1).waitFor();
    assert.equal(await rows.count(), report.items.length);
    for (const [at, item] of report.items.entries()) {
      const row = rows.nth(at);
      const cells = (await row.locator('td.n').allInnerTexts()).map((text) => text.trim());
      const [rate, , late, missed, skipped] = cells;
      const { went } = item;
      assert.deepEqual(
        [rate, late, missed, skipped],
        [
          percent(went.on_time_rate),
          `${went.late} of ${counted(went)}`,
          String(went.missed),
          String(went.skipped),
        ],
        `${by}: ${item.name}`,
      );
      if (by === 'process' || by === 'space')
        assert.match(
          await row.locator('th').innerText(),
          new RegExp(item.name.slice(0, 12).replace(/[()]/g, '.')),
        );
    }
    // All of it together, which is the sum of its rows where there is one page of them.
    const together = page.getByRole('region', { name: 'All together' });
    const figures = (await together.locator('b').allInnerTexts()).map((text) => text.trim());
    const { went } = report;
    assert.deepEqual(figures, [
      percent(went.on_time_rate),
      ...[went.late, went.missed, went.skipped].map(String),
    ]);
    if (report.next) continue;
    for (const what of ['runs', 'late', 'missed', 'skipped']) {
      const sum = report.items.reduce((all, item) => all + item.went[what], 0);
      assert.equal(sum, went[what], `${by}: ${what}`);
    }
  }
  assert.deepEqual(await brokenRules(page), []);
});
