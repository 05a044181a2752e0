// A checklist of a page is ticked where it is read, without an editor.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana, bringIn } from '../support/people.mjs';

test('a checklist is ticked while reading by who may write, and by nobody else', async (t) => {
  const { page, api, open } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const made = await api.post(`/spaces/${space.id}/pages`, {
    title: 'Boiler sheet',
    body: '- [ ] Gas off\n- [ ] Flue open',
  });
  const at = `/p/${made.id}`;
  const scripts = [];
  page.on('request', (request) => scripts.push(new URL(request.url()).pathname));
  await page.goto(at);
  await settled(page);
  const hers = await bringIn(api, open, ana);
  await hers.goto(at);
  await hers.getByText('Flue open').waitFor();
  await page.getByRole('checkbox', { name: 'Gas off' }).click();
  await page.getByRole('checkbox', { name: 'Gas off', checked: true }).waitFor();
  await page.getByRole('checkbox', { name: 'Flue open' }).focus();
  await page.keyboard.press('Space');
  await hers.getByRole('checkbox', { name: 'Flue open', checked: true }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  const points = async () => (await api.get(`/pages/${made.id}/content`)).doc.content[0].content;
  assert.deepEqual(
    (await points()).map((point) => point.attrs.checked),
    [true, true],
  );
  assert.deepEqual(
    scripts.filter((path) => /\/(Editor|tiptap|yjs)-/.test(path)),
    [],
  );
  // The text has changed under her hands: her tick is not put on another point.
  await hers.route('**/points/*', (route) =>
    route.continue({ postData: '{"checked":false,"words":"Gas on"}' }),
  );
  await hers.getByRole('checkbox', { name: 'Gas off' }).click();
  await hers
    .getByRole('region', { name: 'Messages' })
    .getByText(/not there any more as it was/)
    .waitFor();
  await hers.getByRole('checkbox', { name: 'Gas off', checked: true }).waitFor();

  await api.patch(`/spaces/${space.id}`, { access: 'private' });
  const { me } = await caller(hers).get('/session');
  await api.put(`/spaces/${space.id}/members/${me.id}`, { role: 'guest' });
  await hers.reload();
  await hers.getByRole('img', { name: 'Done' }).first().waitFor();
  assert.equal(await hers.getByRole('checkbox').count(), 0);
});
