// What was thrown away of a space's rules and forms is found beside them, and comes back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';

const kinds = {
  rules: {
    name: 'No heat comes first',
    when: { what: 'created' },
    conditions: [],
    actions: [{ does: 'comment', text: 'Call them back.' }],
  },
  forms: {
    name: 'Ask for a visit',
    questions: [{ id: 1, kind: 'text', label: 'What is it about?', becomes: 'title' }],
  },
};

for (const [kind, input] of Object.entries(kinds))
  test(`${kind} come back from their trash, by keys`, async (t) => {
    const { page, api } = await guild(t);
    const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
    const made = await api.post(`/spaces/${space.id}/${kind}`, input);
    await page.goto(`/s/${space.prefix}/${kind}`);
    await settled(page);
    const trash = page.getByRole('region', { name: 'Trash' });
    await trash.getByRole('button', { name: 'Trash' }).press('Enter');
    await trash.getByText('Nothing is in the trash.').waitFor();
    await api.delete(`/${kind}/${made.id}`);
    await page.reload();
    await settled(page);
    await trash.getByRole('button', { name: 'Trash' }).press('Enter');
    await trash.getByText(made.name).waitFor();
    assert.deepEqual(await brokenRules(page), []);
    await trash.getByRole('button', { name: `Bring back ${made.name}` }).press('Enter');
    await trash.getByText('Nothing is in the trash.').waitFor();
    const { items } = await api.get(`/spaces/${space.id}/${kind}`);
    assert.deepEqual(
      items.map((one) => one.id),
      [made.id],
    );
    await page.reload();
    await settled(page);
    await page.locator(`a[href$="/${kind}/${made.id}"]`).first().waitFor();
  });
