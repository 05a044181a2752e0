// What the routes of talk show that need somebody to press something, and of a space one is not in.

/** Routes with a closed space of other people, and a space of one's own with a topic. */
export async function somethingToSay(api, space, me, people) {
  const staff = people.filter(
    ({ role, state, id }) => role !== 'guest' && state === 'active' && id !== me.id,
  );
  const closed = await api.post('/spaces', { name: 'Wages', prefix: 'WAG', access: 'closed' });
  await api.put(`/spaces/${closed.id}/members/${staff.at(-1).id}`, { role: 'lead' });
  await api.delete(`/spaces/${closed.id}/members/${me.id}`);
  const own = await api.post('/spaces', { name: 'Yard', prefix: 'YRD' });
  const topic = await api.post(`/spaces/${own.id}/topics`, { title: 'Where do we park on Fridays?' });
  const at = `/s/${own.prefix}/discussions`;
  const press = (name) => (page) => page.getByRole('button', { name, exact: true }).first().click();
  return [
    { name: 'space-closed', path: `/s/${closed.prefix}/discussions` },
    {
      name: 'space-closed-ask',
      path: `/s/${closed.prefix}/discussions`,
      inPlace: true,
      act: async (page) => {
        await press('Ask Wages')(page);
        await page.getByLabel('Title').waitFor();
      },
    },
    { name: 'new-password', path: '/new-password' },
    { name: 'poll-new', path: `${at}/${topic.id}`, act: press('Ask with choices') },
    { name: 'check-in-new', path: `${at}/check-ins`, act: press('New check-in') },
    { name: 'direct-new', path: '/direct', act: (page) => page.keyboard.press('n') },
    {
      name: 'topic-move',
      path: `${at}/${topic.id}`,
      act: async (page) => {
        await press('More for this topic')(page);
        await page.getByRole('menuitem', { name: 'Move to another space…' }).click();
        await page.getByRole('dialog').getByLabel('Space', { exact: true }).selectOption(space.id);
      },
    },
    {
      name: 'inbox-when',
      path: '/inbox',
      inPlace: true,
      act: async (page) => {
        const rows = page.getByRole('main').locator('[data-row]');
        await rows.first().hover();
        await rows
          .first()
          .getByRole('button', { name: /^Later: / })
          .click();
        await page.getByRole('menuitem', { name: /^Tomorrow/ }).waitFor();
      },
    },
  ];
}
