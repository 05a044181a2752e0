// A new space, tab by tab: each empty one says what it is for, and its first step works.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';

/** Where, its heading, a part of its sentence, its first step, and what that leads to: an address or a dialog. */
const tabs = [
  {
    at: 'overview',
    heading: 'Processes',
    says: 'What comes again here stands here with how it went.',
    step: ['link', 'Make the first process'],
    to: '**/processes/new',
  },
  {
    at: 'tasks',
    heading: 'No tasks in Service yet',
    says: 'Type what has to happen.',
    step: ['button', 'Add a task'],
    to: 'typing',
  },
  {
    at: 'discussions',
    heading: 'Nothing to discuss yet',
    says: 'A topic keeps what is said about one thing together',
    step: ['button', 'New topic'],
    to: '**/discussions/new',
  },
  {
    at: 'discussions/decisions',
    heading: 'Nothing decided yet',
    says: 'Mark a message as a decision',
    step: ['link', 'New topic'],
    to: '**/discussions/new',
  },
  {
    at: 'discussions/check-ins',
    heading: 'No check-ins yet',
    says: 'A question asked every Monday',
    step: ['button', 'New check-in'],
    to: { dialog: 'New check-in' },
  },
  {
    at: 'documents',
    heading: 'Nothing here yet',
    says: 'Write a page, or drop files and folders here.',
    step: ['button', 'New page'],
    to: { dialog: 'New page' },
  },
  { at: 'processes', heading: 'No processes yet', says: 'A process is work that comes again', to: 'process' },
  {
    at: 'forms',
    heading: 'No forms yet',
    says: 'A form asks what you need to know.',
    step: ['button', 'Make the first form'],
    to: '**/forms/*',
  },
  {
    at: 'requests',
    heading: 'Nothing waits to be decided',
    says: 'What is answered in a form of this space',
    step: ['link', 'Forms of this space'],
    to: '**/forms',
  },
  {
    at: 'rules',
    heading: 'No rules yet',
    says: 'A rule does something by itself when something happens',
    step: ['link', 'Make the first rule'],
    to: '**/rules/new',
  },
  {
    at: 'plan',
    heading: 'This space has no plan',
    says: 'A space has a plan while it has a day on which it is to be finished.',
    step: ['button', 'Set an end date'],
    to: { dialog: 'This space has an end date' },
  },
  {
    at: 'what-happened',
    heading: 'Nothing was announced, decided, finished or written since then',
    says: 'What is announced, decided and finished in this space stands here',
  },
];

async function leadsTo(page, to) {
  if (typeof to === 'object') return page.getByRole('dialog', { name: to.dialog }).waitFor();
  if (to !== 'typing') return page.waitForURL(to);
  return page.locator(':is(input, textarea):focus').waitFor();
}

test('every tab of a new space says what it is for and does the first step', async (t) => {
  const { page, api } = await guild(t);
  for (const [at, tab] of tabs.entries()) {
    // A space of its own for each: a first step leaves the tab no longer empty.
    const space = await api.post('/spaces', { name: 'Service', prefix: `SV${'ABCDEFGHIJKLMN'[at]}` });
    await page.goto(`/s/${space.prefix}/${tab.at}`);
    const main = page.getByRole('main');
    await main.getByRole('heading', { name: tab.heading, exact: true }).first().waitFor();
    await main.getByText(tab.says).first().waitFor();
    await settled(page);
    assert.deepEqual(await brokenRules(page), [], tab.at);
    if (tab.to === 'process') {
      await page.getByLabel('What comes again here?').fill('Weekly van check');
      await page.getByRole('button', { name: 'Make it and add steps' }).click();
      await page.waitForURL('**/processes/*/edit');
    } else if (tab.step) {
      const [role, name] = tab.step;
      await main.getByRole(role, { name }).first().click();
      await leadsTo(page, tab.to);
    }
  }
});
