// What an inbox says of a week that was handed in, of days off that are asked for, and of a budget, for pictures. The sample
// company has one of each; that of the budget is there once the server has looked at what is due.
import { until } from './people.mjs';

/** What each row says, by what it is about. */
const rows = { week: /handed in/, absence: /asks for days off/, budget: /of the budget of|is used up/ };

/** Routes that show these rows. */
export async function somethingToDecide(api) {
  const kinds = async () => (await api.get('/inbox?limit=200')).items.map((entry) => entry.item_type);
  const all = (found) => Object.keys(rows).every((kind) => found.includes(kind));
  await until('in the inbox', kinds, all, 60_000);
  return Object.entries(rows).map(([kind, name]) => ({
    name: `inbox-${kind}`,
    path: '/inbox',
    inPlace: true,
    act: async (page) => {
      const row = page.getByRole('main').getByRole('link', { name }).first();
      await row.scrollIntoViewIfNeeded();
      await row.focus();
    },
  }));
}
