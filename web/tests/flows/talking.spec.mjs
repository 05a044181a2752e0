// What is done with messages and topics: reactions, quotes and edits by keys, following and muting, the Quick chat, Direct
// topics, polls with an end, and the question of somebody who is not in a space.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, expectFocus, settled } from '../support/look.mjs';
import { ana, bringIn, lucia, spaceWith, until } from '../support/people.mjs';

/** A closed space with two people in it, each with a browser, and a topic. */
async function two(t) {
  const { page, api, open } = await guild(t);
  const { space } = await spaceWith(api, ['Ring the bakery'], { access: 'closed' });
  const hers = await bringIn(api, open, ana);
  const her = caller(hers);
  const { id } = await her.get('/me');
  await api.put(`/spaces/${space.id}/members/${id}`, { role: 'member' });
  const topic = await api.post(`/spaces/${space.id}/topics`, { title: 'Valves' });
  const at = `/s/${space.prefix}/discussions`;
  const say = (body, where = topic) => api.post(`/items/${where.id}/comments`, { body });
  return { page, api, open, hers, her, space, topic, at, say };
}

const message = (one, { id }) => one.locator(`#c-${id}`);
const write = (one) => one.getByRole('textbox', { name: /^Write/ });
const rows = (one, name) => one.getByRole('navigation', { name }).getByRole('link');

/** Chooses from the menu of a message, by keys. */
async function choose(one, said, item) {
  await message(one, said).getByRole('button', { name: 'More for this comment' }).press('Enter');
  await one.getByRole('menuitem', { name: item, exact: true }).press('Enter');
}

/** Chooses from the menu of the open topic. */
async function chooseForTopic(one, item) {
  await one.getByRole('button', { name: 'More for this topic' }).press('Enter');
  await one.getByRole('menuitem', { name: item, exact: true }).press('Enter');
}

test('a message is reacted to, quoted and edited by keys, and the other one sees it at once', async (t) => {
  const { page, api, hers, topic, at, say } = await two(t);
  for (const one of [page, hers]) {
    await one.goto(`${at}/${topic.id}`);
    await settled(one);
  }
  const said = await say('Brass lasts longer');
  await message(page, said).waitFor();
  await message(hers, said).waitFor();

  await choose(hers, said, 'Add a reaction');
  const offered = hers.getByRole('dialog', { name: 'Add a reaction' });
  await offered.waitFor();
  assert.deepEqual(await brokenRules(hers), []);
  await offered.getByRole('button', { name: '🎉' }).press('Enter');
  await message(page, said).getByRole('button', { name: '🎉, Ana Duarte' }).press('Enter');
  await message(hers, said)
    .getByRole('button', { name: /^🎉, .*Tom Ainsworth/, pressed: true })
    .waitFor();
  // Pressed again one's own is taken back.
  await message(hers, said).getByRole('button', { name: /^🎉/ }).press('Enter');
  await message(page, said).getByRole('button', { name: '🎉, Tom Ainsworth' }).waitFor();

  await message(hers, said).focus();
  await hers.keyboard.press('r');
  await expectFocus(hers, /^Write/);
  await hers.keyboard.type('For how long?');
  await hers.keyboard.press('Control+Enter');
  const answer = page.locator('[id^="c-"]').filter({ hasText: 'For how long?' });
  await answer.locator('blockquote').getByText('Brass lasts longer').waitFor();
  const { items } = await api.get(`/topics/${topic.id}/messages`);
  assert.equal(items.find((one) => one.body.includes('For how long?')).reply_to, said.id);
  assert.deepEqual(await brokenRules(page), []);

  await choose(page, said, 'Edit');
  await expectFocus(page, /^Edit$/);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Brass lasts ten years');
  await page.keyboard.press('Control+Enter');
  await message(hers, said).getByText('Brass lasts ten years').waitFor();
  await message(hers, said).getByRole('button', { name: 'edited', exact: true }).press('Enter');
  await hers.getByRole('dialog', { name: 'Earlier words' }).getByText('Brass lasts longer').waitFor();
  assert.deepEqual(await brokenRules(hers), []);
});

test('a topic is followed and muted, and who names somebody in vain is told alone', async (t) => {
  const { page, api, open, hers, her, topic, at, say } = await two(t);
  await page.goto(`${at}/${topic.id}`);
  await settled(page);
  await hers.goto(`${at}/${topic.id}`);
  await settled(hers);
  await chooseForTopic(hers, 'Follow');
  await page.getByRole('complementary', { name: 'About this topic' }).getByText('Ana Duarte').waitFor();
  // What is new there is told where she is not looking at it, until it is muted.
  await hers.goto('/people');
  await settled(hers);
  await say('One');
  const counts = (what) => (good) => until(what, () => her.get('/inbox/counts'), good);
  await counts('told')(({ following }) => following === 1);
  await hers.goto(`${at}/${topic.id}`);
  await counts('read')(({ following }) => following === 0);
  await chooseForTopic(hers, 'Mute');
  await rows(hers, 'Discussions').filter({ hasText: 'Valves' }).getByLabel('Muted').waitFor();
  assert.deepEqual(await brokenRules(hers), []);
  await hers.goto('/people');
  await settled(hers);
  await say('Two');
  // What needs her comes all the same, and by then the other would have come as well.
  const { id } = await her.get('/me');
  const other = await api.post(`/spaces/${topic.space_id}/topics`, { title: 'Pumps' });
  await say(`[@Ana](guildhall:person/${id}) and this one?`, other);
  await counts('named')(({ needs }) => needs === 1);
  assert.equal((await her.get('/inbox/counts')).following, 0);

  const far = caller(await bringIn(api, open, lucia));
  const lucias = (await far.get('/me')).id;
  const vain = await say(`[@Lucía](guildhall:person/${lucias}) what do you think?`);
  await page.goto(`${at}/${topic.id}#c-${vain.id}`);
  await message(page, vain)
    .getByText('Lucía Ferrer cannot read this and was not told. Only you see this.')
    .waitFor();
  await hers.goto(`${at}/${topic.id}`);
  await message(hers, vain).waitFor();
  assert.equal(await hers.getByText(/was not told/).count(), 0);
  assert.deepEqual(await brokenRules(page), []);
});

test('the Quick chat is opened from the list, once for everybody', async (t) => {
  const { page, hers, at } = await two(t);
  for (const one of [page, hers]) {
    await one.goto(at);
    await settled(one);
  }
  await page.getByRole('button', { name: 'Quick chat' }).press('Enter');
  await page.getByText('Small things, read by everyone in the space. Only who is named is told.').waitFor();
  await page.getByRole('textbox', { name: 'Write in Quick chat' }).fill('Who has the van?');
  await page.keyboard.press('Control+Enter');
  await rows(hers, 'Discussions').filter({ hasText: 'Who has the van?' }).click();
  await hers.locator('[id^="c-"]').getByText('Who has the van?').waitFor();
  assert.equal(await hers.getByRole('button', { name: 'Quick chat' }).count(), 0, 'there is one');
  assert.deepEqual(await brokenRules(hers), []);
});

test('a Direct topic is begun by keys, and is read by those who were chosen', async (t) => {
  const { page, open, api, hers } = await two(t);
  const theirs = await bringIn(api, open, lucia);
  for (const one of [page, hers, theirs]) {
    await one.goto('/direct');
    await settled(one);
  }
  await page.keyboard.press('n');
  await expectFocus(page, /With whom/);
  for (const name of ['Ana', 'Luc']) {
    await page.keyboard.type(name);
    await page.getByRole('option', { name: new RegExp(`^${name}`) }).waitFor();
    await page.keyboard.press('Enter');
  }
  await page.getByRole('option', { name: /^Lucía Ferrer/, selected: true }).waitFor();
  await page.getByRole('option', { name: /^Ana Duarte/, selected: true }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Escape');
  await page.waitForURL(/\/direct\/[0-9a-f-]+$/);
  await page.getByText('Only the 3 of you. Nobody else finds it in search.').waitFor();
  await write(page).fill('Overtime is in the sheet');
  await page.keyboard.press('Control+Enter');
  for (const one of [hers, theirs]) {
    await rows(one, 'Direct topics').filter({ hasText: 'Overtime is in the sheet' }).click();
    await one.locator('[id^="c-"]').getByText('Overtime is in the sheet').waitFor();
  }
});

test('more than eight people are refused in words', async (t) => {
  const { page } = await guild(t, { prepare: 'demo' });
  await page.goto('/direct');
  await settled(page);
  await page.keyboard.press('n');
  await expectFocus(page, /With whom/);
  const all = page.getByRole('dialog', { name: 'With whom?' }).getByRole('option');
  for (let place = 0; place < 7; place += 1) await all.nth(place).click();
  await all.nth(7).click();
  await page
    .getByRole('region', { name: 'Messages' })
    .getByText('A Direct topic is for eight people at most. For more, make a space.')
    .waitFor();
  const chosen = page.getByRole('dialog', { name: 'With whom?' }).getByRole('option', { selected: true });
  assert.equal(await chosen.count(), 7);
  await page.keyboard.press('Escape');
  await page.getByText('Only the 8 of you. Nobody else finds it in search.').waitFor();
});

test('a poll has an end and keeps to itself who voted what', async (t) => {
  const { page, hers, topic, at } = await two(t);
  for (const one of [page, hers]) {
    await one.goto(`${at}/${topic.id}`);
    await settled(one);
  }
  await page.getByRole('button', { name: 'Ask with choices' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Ask with choices' });
  await dialog.getByLabel('Question', { exact: true }).fill('Which ones do we take?');
  await dialog.getByLabel('Choice 1', { exact: true }).fill('Brass');
  await dialog.getByLabel('Choice 2', { exact: true }).fill('Steel');
  await dialog.getByRole('checkbox', { name: /^Anonymous/ }).check();
  await dialog.getByLabel(/^Open until/).fill('2020-01-02T12:00');
  await page.keyboard.press('Control+Enter');
  await dialog.getByText('Choose a time to come, within two years.').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  const day = new Date(Date.now() + 3 * 24 * 3_600_000).toISOString().slice(0, 10);
  await dialog.getByLabel(/^Open until/).fill(`${day}T12:00`);
  await page.keyboard.press('Control+Enter');
  const poll = (one) => one.getByRole('group', { name: 'Poll' });
  await poll(hers)
    .getByRole('button', { name: /^Brass/ })
    .press('Enter');
  await poll(page)
    .getByText(/^1 person voted · anonymous · open until /)
    .waitFor();
  for (const one of [page, hers])
    assert.equal(await poll(one).getByRole('button', { name: 'Who voted' }).count(), 0);
  assert.deepEqual(await brokenRules(hers), []);
});

test('whoever is not in a closed space asks it, reads the answer, and sees nothing else', async (t) => {
  const { page, api, open } = await guild(t);
  const { space } = await spaceWith(api, ['Ring the bakery'], { access: 'closed' });
  await api.post(`/spaces/${space.id}/topics`, { title: 'Prices' });
  const hers = await bringIn(api, open, ana);
  const her = caller(hers);
  await page.goto(`/s/${space.prefix}/discussions`);
  await settled(page);
  await hers.goto(`/s/${space.prefix}/overview`);
  await hers.getByRole('heading', { name: 'Service is closed' }).waitFor();
  await hers.getByText('Ask Tom Ainsworth to add you.').waitFor();
  assert.deepEqual(await brokenRules(hers), []);
  await hers.getByRole('button', { name: 'Ask Service' }).press('Enter');
  await hers.getByText(/You see this topic and nothing else of the space/).waitFor();
  await hers.getByLabel('Title').fill('May we use the van?');
  await hers.getByLabel('What is it about?').fill('On Tuesday, for an hour.');
  assert.deepEqual(await brokenRules(hers), []);
  await hers.keyboard.press('Control+Enter');
  await hers.waitForURL(/\/direct\/[0-9a-f-]+$/);
  await hers.getByRole('heading', { name: 'May we use the van?' }).waitFor();

  await rows(page, 'Discussions')
    .filter({ hasText: /May we use the van\?/ })
    .click();
  await page.getByText('On Tuesday, for an hour.').first().waitFor();
  await write(page).fill('Yes, until noon.');
  await page.keyboard.press('Control+Enter');
  await hers.locator('[id^="c-"]').getByText('Yes, until noon.').waitFor();
  assert.deepEqual(await brokenRules(hers), []);

  assert.equal((await her.get('/topics')).items.length, 1);
  for (const what of ['tasks', 'topics', 'documents']) {
    const answer = await hers.request.get(`/api/v1/spaces/${space.id}/${what}`);
    assert.ok([403, 404].includes(answer.status()), `${what}: ${answer.status()}`);
  }
  await hers.goto(`/s/${space.prefix}/overview`);
  await hers.getByRole('heading', { name: 'Service is closed' }).waitFor();
  for (const words of ['Ring the bakery', 'Prices'])
    assert.equal(await hers.getByText(words).count(), 0, words);
});
