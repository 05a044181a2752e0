// Lists of one's own and of a space, a team with work, for pictures.
const day = (count) => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);

/** Routes that show lists and a team. */
export async function somethingListed(api, space, me) {
  const { searches } = await api.get('/session');
  const make = (name, question, more = {}) => api.post('/searches', { name, question, ...more });
  let [list] = searches;
  if (!list) {
    list = await make('Mine, all spaces', { people: ['me'], states: ['open'] });
    await make('Late anywhere', { q: 'is:late' }, { group: 'assignee' });
    await make('For the workshop', { q: 'boiler', states: ['open'] }, { space_id: space.id, group: 'space' });
    for (const [title, due] of [
      ['Call the insurer', -2],
      ['Order gaskets', 0],
      ['Check the van', 3],
    ])
      await api.post(`/spaces/${space.id}/tasks`, { title, assignee_id: me.id, due: { date: day(due) } });
  }
  return [
    { name: 'lists', path: '/lists' },
    { name: 'list', path: `/lists/${list.id}` },
    {
      name: 'list-save',
      path: '/search?q=boiler&kind=task',
      act: async (page) => {
        const filters = page.getByRole('button', { name: 'Filters' });
        if (await filters.isVisible()) await filters.click();
        await page.getByRole('button', { name: 'Save as a list' }).filter({ visible: true }).click();
        await page.getByRole('dialog', { name: 'Save as a list' }).waitFor();
      },
    },
    { name: 'team', path: '/people/team' },
    { name: 'team-list', path: `/people/team?person=${me.id}&list=overdue` },
  ];
}
