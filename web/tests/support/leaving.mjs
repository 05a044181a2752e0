// Somebody who holds a bit of everything, and somebody who has left, for pictures.

/** Routes that show how somebody leaves, and is erased. */
export async function somethingToLeave(api, space, people, me) {
  const staff = people.filter(
    ({ role, state, id }) => role !== 'guest' && state === 'active' && id !== me.id,
  );
  const [leaver, other] = staff;
  if (!leaver || !other) return [];
  await api.post(`/spaces/${space.id}/tasks`, {
    title: 'Service contract of the school',
    assignee_id: leaver.id,
  });
  const in_a_week = new Date(Date.now() + 7 * 86_400_000).toISOString();
  await api.put(`/people/${other.id}/departure`, { at: in_a_week });
  const left = people.find(({ state }) => state === 'deactivated') ?? (await whoLeft(api, people, staff));
  return [
    { name: 'admin-leaving', path: `/admin/people?leaving=${leaver.id}` },
    { name: 'admin-leaving-planned', path: `/admin/people?leaving=${other.id}` },
    {
      name: 'admin-leaving-at',
      path: `/admin/people?leaving=${leaver.id}`,
      inPlace: true,
      act: (page) => page.getByRole('button', { name: 'At a time' }).click(),
    },
    {
      name: 'admin-erase',
      path: '/admin/people?role=left',
      act: async (page) => {
        await page.getByRole('button', { name: `More about ${left.name}` }).click();
        await page.getByRole('menuitem', { name: 'Erase for ever' }).click();
      },
    },
  ];
}

/** Lets somebody leave whom no other picture needs. */
async function whoLeft(api, people, staff) {
  const one = people.find(({ role, state }) => role === 'guest' && state === 'active') ?? staff.at(-1);
  await api.put(`/people/${one.id}/departure`, {});
  return one;
}
