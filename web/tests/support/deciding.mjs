// What is decided about runs, requests, rules, forms, a starting set and the settings of a space: dialogs and places that
// are reached from a page.

const press = (name) => (page) => page.getByRole('button', { name }).first().click();

/** The trash below a list, opened. */
const trash = async (page) => {
  await page.getByRole('region', { name: 'Trash' }).getByRole('button', { name: 'Trash' }).click();
  await page
    .getByRole('button', { name: /^Bring back/ })
    .first()
    .waitFor();
};

const key = (name) => (page) => page.keyboard.press(name);

/** A space with a section and a field of choices, and a rule and a form in its trash. */
async function furnished(api, space) {
  const at = `/spaces/${space.id}`;
  const now = await api.get(at);
  if (!now.sections.length) await api.post(`${at}/sections`, { name: 'Running' });
  if (!now.fields.some((field) => field.kind === 'choice'))
    await api.post(`${at}/fields`, { name: 'Contract', kind: 'choice', choices: ['Gold', 'Silver'] });
  const rule = await api.post(`${at}/rules`, {
    name: 'Thank whoever did it',
    when: { what: 'changed', fact: 'category', to: 'done' },
    actions: [{ does: 'comment', text: 'Thank you.' }],
  });
  await api.delete(`/rules/${rule.id}`);
  const questions = [{ id: 1, kind: 'text', label: 'What is it?', becomes: 'title' }];
  const form = await api.post(`${at}/forms`, { name: 'Ask in spring', questions });
  await api.delete(`/forms/${form.id}`);
}

/** A starting set of which somebody made something theirs is removed, and what stays is named. */
const keepsSome = (api) => async (page) => {
  const { made } = await api.post('/starting-sets/agency', {});
  await api.patch(`/spaces/${made[0].id}`, { description: 'Ours.' });
  await page.reload();
  await press('Remove Agency')(page);
};

/** The routes of all of that. `recurring` is a process of which a run is open. */
export async function somethingDecided(api, space, at, recurring) {
  await furnished(api, space);
  const { items } = await api.get(`/spaces/${space.id}/requests`);
  const request = `${at}/requests/${items[0].id}`;
  const settings = (part) => `${at}/settings?part=${part}`;
  return [
    { name: 'process-skip', path: `${at}/processes/${recurring.id}`, act: press(/^Skip run/) },
    { name: 'space-request-merge', path: request, act: key('2') },
    { name: 'space-request-decline', path: request, act: key('3') },
    { name: 'space-rules-trash', path: `${at}/rules`, inPlace: true, act: trash },
    { name: 'space-forms-trash', path: `${at}/forms`, inPlace: true, act: trash },
    ...['access', 'people', 'statuses', 'sections', 'fields', 'end'].map((part) => ({
      name: `space-settings-${part}`,
      path: settings(part),
    })),
    {
      name: 'space-status-remove',
      path: settings('statuses'),
      inPlace: true,
      act: async (page) => {
        await press(/^Remove /)(page);
        await page
          .getByRole('menuitem', { name: /^Remove and move its tasks to/ })
          .first()
          .waitFor();
      },
    },
    {
      name: 'space-workflow',
      path: settings('statuses'),
      act: async (page) => {
        await press('Change the workflow')(page);
        const dialog = page.getByRole('dialog', { name: 'Change the workflow' });
        await dialog
          .getByRole('button', { name: /^Remove / })
          .first()
          .click();
        await dialog.getByText(/ goes\. Its /).waitFor();
      },
    },
    {
      name: 'space-choices',
      path: settings('fields'),
      act: async (page) => {
        await page.getByLabel('Choices').first().fill('Premium');
        await page.keyboard.press('Tab');
      },
    },
    { name: 'start-kept', path: '/admin/starts', act: keepsSome(api) },
  ];
}
