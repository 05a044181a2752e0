// A plan is kept as it is and compared with what it was, drawn by its ends and by lines, told how it stands, and hidden and
// shown again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { until } from '../support/people.mjs';

const said = (page, words) =>
  page.getByRole('region', { name: 'Messages' }).getByText(words).first().waitFor();
const day = (count) => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);
/** A day from the next Monday on. */
const fromMonday = (count) => day(7 - ((new Date().getUTCDay() + 6) % 7) + count);

/** A space with a plan: the pipe is laid after the trench is dug, and filled in the week after. */
async function planned(t) {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Riverside', prefix: 'RIV' });
  await api.patch(`/spaces/${space.id}`, { finish: day(60) });
  const task = (title, from, to) =>
    api.post(`/spaces/${space.id}/tasks`, {
      title,
      start: { date: fromMonday(from) },
      due: { date: fromMonday(to) },
    });
  const dig = await task('Dig', 0, 1);
  const lay = await task('Lay', 2, 3);
  await task('Fill', 7, 8);
  await api.put(`/tasks/${lay.id}/dependencies/${dig.id}`, {});
  const plan = () => api.get(`/spaces/${space.id}/plan`);
  const dates = async () => (await plan()).tasks.map(({ start, due }) => `${start} ${due}`);
  await page.goto('/s/RIV/plan');
  const grid = page.getByRole('grid', { name: /^Plan/ });
  const row = (title) => grid.getByRole('gridcell', { name: new RegExp(`^${title},`) });
  await row('Fill').waitFor();
  return { page, plan, dates, row };
}

/** Takes something up by the mouse and carries it; it is let go by the caller. */
async function carry(page, what, x, y = 0) {
  const box = await what.boundingBox();
  const [fromX, fromY] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(fromX, fromY);
  await page.mouse.down();
  await page.mouse.move(fromX + x, fromY + y, { steps: 5 });
}

/** Pixels of a day where weeks are shown, and of a row. */
const width = 11;
const height = 36;

test('a plan is kept as a baseline, ends later, and says by how much', async (t) => {
  const { page, row, dates } = await planned(t);
  await page.getByRole('button', { name: 'Compare with baseline' }).click();
  const baselines = page.getByRole('dialog', { name: 'Baselines' });
  await baselines.getByText(/^Nothing was kept yet/).waitFor();
  await baselines.getByLabel('Name of the baseline').fill('As it was sold');
  await baselines.getByRole('button', { name: 'Keep the dates as they are' }).click();
  await baselines.getByText(/3 tasks, kept by Tom Ainsworth$/).waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await baselines.getByRole('button', { name: 'Compare', exact: true }).click();
  await page.getByText('As in “As it was sold”').waitFor();

  // The last task ends two days later, by its end; the plan says so beside its baseline.
  const last = page.locator('svg .edge').nth(5);
  await carry(page, last, 2 * width);
  await page.mouse.up();
  await said(page, /“Fill” begins on/);
  await page.getByText('2 days later than “As it was sold”').waitFor();
  assert.equal((await dates())[2], `${fromMonday(7)} ${fromMonday(10)}`);
  const endOf = async (what) => {
    const at = (name) => what.getAttribute(name).then(Number);
    return (await at('x')) + (await at('width'));
  };
  const [bar, then] = [page.locator('.chart .bar').nth(2), page.locator('.chart .then').nth(2)];
  assert.equal(await page.locator('.chart .then').count(), 3, 'where each was is drawn below it');
  assert.equal((await endOf(bar)) - (await endOf(then)), 2 * width);
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Stop comparing' }).click();
  await page.getByText(/than “As it was sold”/).waitFor({ state: 'detached' });

  // By its beginning it becomes shorter, and keeps its end.
  await carry(page, page.locator('svg .edge').nth(4), width);
  await page.mouse.up();
  await until('shorter', dates, (all) => all[2] === `${fromMonday(8)} ${fromMonday(10)}`);

  // The same in days and in months.
  const wide = () => page.locator('svg .bar').first().getAttribute('width');
  const zoom = page.getByRole('group', { name: 'How much is shown' });
  for (const [name, two] of [
    ['Days', '68'],
    ['Months', '8'],
    ['Weeks', '22'],
  ]) {
    await zoom.getByRole('button', { name, exact: true }).click();
    await until(`drawn by ${name}`, wide, (found) => found === two);
    await settled(page);
    assert.deepEqual(await brokenRules(page), []);
  }
  await row('Fill').waitFor();
});

test('what is dragged pushes what waits for it, Escape lets go, and a line makes a task wait', async (t) => {
  const { page, row, plan, dates } = await planned(t);
  const x = (at) => page.locator('svg .bar').nth(at).getAttribute('x');
  const [before, stood] = [await dates(), await x(1)];
  await carry(page, page.locator('svg .edge').nth(1), 2 * width);
  await until(
    'pushed on the way',
    () => x(1),
    (now) => now !== stood,
  );
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await until(
    'back',
    () => x(1),
    (now) => now === stood,
  );
  assert.deepEqual(await dates(), before, 'nothing was moved');

  // From the end of a bar to another row.
  const grip = (at) => page.locator('svg .grip').nth(at);
  await carry(page, grip(1), 2 * width, height);
  await page.locator('svg .draw').waitFor();
  await page.mouse.up();
  await said(page, '“Fill” begins after “Lay”.');
  await row('Fill').focus();
  const lag = page.getByRole('spinbutton', { name: 'Working days after “Lay”' });
  await lag.fill('1');
  await lag.press('Tab');
  const links = async () => (await plan()).links;
  await until('the lag', links, (all) => all.length === 2 && all.some(({ lag_days: days }) => days === 1));

  // Round in a circle it is refused, with the way round.
  await carry(page, grip(2), 2 * width, -2 * height);
  await page.mouse.up();
  await said(page, /Dig → Lay → Fill → Dig/);
  assert.equal((await links()).length, 2);
});

test('how a project stands is said, kept, and read on the overview; without its end date it is hidden and kept', async (t) => {
  const { page, row, plan } = await planned(t);
  const dialog = page.getByRole('dialog', { name: 'How it stands' });
  const say = async (button, health, words) => {
    await page.getByRole('button', { name: button }).click();
    await dialog.getByRole('combobox', { name: 'How it stands' }).selectOption({ label: health });
    await dialog.getByLabel('What others should know').fill(words);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
  };
  await say('Say how it stands', 'At risk', 'The boiler is *late*.');
  await say(/^At risk/, 'On track', 'It came.');
  await page.getByRole('button', { name: /^On track/ }).click();
  const notes = dialog.getByRole('listitem');
  await notes.nth(0).getByText('On track').waitFor();
  await notes.nth(1).getByText('At risk').waitFor();
  await notes.nth(1).getByText('late', { exact: true }).waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.goto('/s/RIV/overview');
  const project = page.getByRole('region', { name: 'Project' });
  await project.getByText('On track').waitFor();
  await project.getByText('It came.').waitFor();

  // No end date any more: the tab goes, and nothing is lost when it has one again.
  const tab = page.getByRole('link', { name: 'Plan', exact: true });
  await tab.click();
  await row('Dig').waitFor();
  const before = await plan();
  await page.getByRole('button', { name: 'More about Riverside' }).click();
  await page.getByRole('menuitem', { name: 'Change the end date' }).click();
  const finish = page.getByRole('dialog', { name: 'This space has an end date' });
  await finish.getByRole('button', { name: 'No end date' }).click();
  await said(page, 'The plan is hidden. Nothing in it was deleted.');
  await page.getByRole('heading', { name: 'This space has no plan' }).waitFor();
  await tab.waitFor({ state: 'detached' });
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Set an end date' }).click();
  await finish.getByLabel('To be finished').fill(before.finish);
  await finish.getByRole('button', { name: 'Save' }).click();
  await row('Lay').waitFor();
  await tab.waitFor();
  const after = await plan();
  assert.deepEqual([after.links, after.note.health], [before.links, 'on_track']);
});
