// Days off are declined with a reason, asked for by halves, read out of a calendar file and taken back; what somebody can do on a
// weekday is said by themselves, and counts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana as person, bringIn } from '../support/people.mjs';

const said = (page, words) =>
  page.getByRole('region', { name: 'Messages' }).getByText(words).first().waitFor();
const day = (count) => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);
/** The first working day from tomorrow on: the week of today may be over. */
const nextWorkday = () => {
  const found = [1, 2, 3].find((count) => ![0, 6].includes(new Date(`${day(count)}T12:00Z`).getUTCDay()));
  return day(found);
};
/** A day of Ana's in the workload, as it is read aloud. */
const cell = (page, words) =>
  page.getByRole('button', { name: new RegExp(`^Ana Duarte, .*${words}`) }).first();

test('half a day is asked for, declined with a reason, and counts once it is approved', async (t) => {
  const { page, api, open } = await guild(t);
  const ana = await bringIn(api, open, person);
  const date = nextWorkday();
  await ana.goto('/people/away');
  await ana.getByRole('button', { name: 'Ask for days off' }).click();
  const ask = ana.getByRole('dialog', { name: 'Ask for days off' });
  await ask.getByLabel('First day', { exact: true }).fill(date);
  await ask.getByRole('checkbox', { name: 'From noon on the first day' }).check();
  await ask.getByLabel('What whoever approves should know').fill('Dentist');
  await ask.getByRole('button', { name: 'Ask', exact: true }).click();
  await said(ana, 'Your days off were asked for.');
  const own = ana.getByRole('listitem').filter({ hasText: 'Dentist' });
  await own.getByText(/, afternoon$/).waitFor();

  await page.goto('/people/away');
  const name = 'Decline the days off of Ana Duarte';
  const dialog = page.getByRole('dialog', { name });
  const decline = async (reason) => {
    await page.getByRole('button', { name }).click();
    await dialog.getByLabel('Why').fill(reason);
    await settled(page);
    assert.deepEqual(await brokenRules(page), []);
    await dialog.getByRole('button', { name: 'Decline', exact: true }).click();
    await said(page, 'The days off of Ana Duarte were declined.');
  };
  await decline('The fair is on');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await said(page, 'Undone');
  await page.getByRole('button', { name: 'Approve the days off of Ana Duarte' }).click();
  await said(page, 'The days off of Ana Duarte were approved.');

  // Another one stays declined, and she reads why.
  const days = { from: day(30), until: day(31) };
  await caller(ana).post('/absences', days);
  await page.goto('/people/away');
  await decline('Nobody else can drive the van');
  await ana.goto('/inbox?shelf=following');
  await ana.getByText('Nobody else can drive the van').first().waitFor();
  const [declined, ...others] = (await caller(ana).get('/absences?state=declined')).items;
  assert.deepEqual([declined.why.reason, others], ['Nobody else can drive the van', []]);

  await page.goto('/people/workload');
  await cell(page, '0 h of 4 h.*half a day away').waitFor();
});

test('days off are read out of a calendar file and taken back at once', async (t) => {
  const { api, open } = await guild(t);
  const ana = await bringIn(api, open, person);
  const asked = async () => (await caller(ana).get('/absences?state=asked')).items;
  const event = (...lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
  const plain = (date) => date.replaceAll('-', '');
  const calendar = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...event('SUMMARY:Skiing', `DTSTART;VALUE=DATE:${plain(day(30))}`, `DTEND;VALUE=DATE:${plain(day(35))}`),
    ...event('SUMMARY:Wedding', `DTSTART;VALUE=DATE:${plain(day(60))}`),
    ...event('SUMMARY:Dentist', `DTSTART:${plain(day(61))}T090000Z`, `DTEND:${plain(day(61))}T100000Z`),
    'END:VCALENDAR',
  ];
  const file = (text) => ({ name: 'off.ics', mimeType: 'text/calendar', buffer: Buffer.from(text) });
  await ana.goto('/people/away');
  const input = ana.locator('input[type="file"]');
  await ana.getByRole('button', { name: 'From a calendar file' }).first().waitFor();
  await input.setInputFiles(file('hello'));
  await said(ana, /This is no calendar file/);
  await input.setInputFiles(file(calendar.join('\r\n')));
  await said(ana, '2 absences were taken from the file. 1 event was left out.');
  await ana.getByText('Skiing').waitFor();
  const [skiing, wedding] = await asked();
  assert.deepEqual([skiing.from, skiing.until, wedding.from], [day(30), day(34), day(60)]);
  await settled(ana);
  assert.deepEqual(await brokenRules(ana), []);
  await ana.getByRole('button', { name: 'Undo' }).last().click();
  await said(ana, 'Undone');
  await ana.getByText('Skiing').waitFor({ state: 'detached' });
  assert.deepEqual(await asked(), []);
});

test('hours that can be planned on a weekday are said by oneself and count in the workload', async (t) => {
  const { page, api, open } = await guild(t);
  const ana = await bringIn(api, open, person);
  const date = nextWorkday();
  const weekday = new Date(`${date}T12:00Z`).toLocaleDateString('en-GB', {
    weekday: 'long',
    timeZone: 'UTC',
  });
  await page.goto('/people/workload');
  await cell(page, `${weekday} .*0 h of 8 h`).waitFor();
  await ana.goto('/me?part=hours');
  const hours = ana.getByRole('spinbutton', { name: `Hours on ${weekday}` });
  await hours.fill('4.5');
  await hours.press('Tab');
  // Whoever leads has the page open, and sees it there.
  await cell(page, `${weekday} .*0 h of 4\\.5 h`).waitFor();
  await settled(ana);
  assert.deepEqual(await brokenRules(ana), []);
});
