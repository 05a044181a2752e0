// Every address of the page, and the states of it that have no address of their own. `refused`: the
// server is meant to say no there; `missing`: there is meant to be no such page; `inPlace`: what is done opens no dialog.
import { whatActsAlone } from './alone.mjs';
import { somethingAgain } from './again.mjs';
import { somethingOn } from './calendar.mjs';
import { somethingUnderWay } from './attached.mjs';
import { somethingDecided } from './deciding.mjs';
import { holidays } from './holidays.mjs';
import { somethingToDecide } from './inbox.mjs';
import { somethingToLeave } from './leaving.mjs';
import {
  processRoutes,
  somethingAsked,
  somethingByItself,
  somethingCalled,
  somethingRecurring,
  somethingRequested,
  typeWhatComesAgain,
} from './operations.mjs';
import { somethingListed } from './lists.mjs';
import { somethingWritten } from './papers.mjs';
import { somethingPlanned } from './plan.mjs';
import { aDayToPlan } from './planning.mjs';
import { somethingBegun } from './pressed.mjs';
import { somethingReported } from './reports.mjs';
import { somethingToSay } from './talk.mjs';
import { somethingWorked } from './time.mjs';
import { somethingPressed } from './unseen.mjs';
import { somethingToDo } from './workload.mjs';

/** What the person signed in can reach, with the ids of this server. */
export async function signedInRoutes(api) {
  const { spaces, people, me } = await api.get('/session');
  const space = spaces
    .filter((one) => one.access !== 'personal')
    .sort((a, b) => b.open_tasks - a.open_tasks)[0];
  const { items: tasks } = await api.get(`/spaces/${space.id}/tasks?limit=50`);
  // The task with most to show.
  const weight = (task) => task.comment_count + task.steps_total + task.link_count;
  const task = tasks.sort((a, b) => weight(b) - weight(a))[0];
  const other = people.find((person) => person.id !== me.id) ?? me;
  const { items: all } = await api.get(`/spaces/${space.id}/topics`);
  const topics = ['open', 'decided'].flatMap((state) => all.find((topic) => topic.state === state) ?? []);
  const talk = await kindsOfTalk(api, spaces, me);
  const shown = await papers(api, space);
  const shared = await somethingShared(api, space, shown);
  const recurring = await somethingRecurring(api, space);
  const asked = await somethingAsked(api, me, people, tasks, shown);
  const word = task.title.split(' ').find((part) => part.length > 4) ?? task.title;
  const at = `/s/${space.prefix}`;
  const requested = await somethingRequested(api, space, at);
  const ruled = await somethingByItself(api, space, at);
  await api.post(`/tasks/${task.id}/templates`, { name: 'As it went' });

  return [
    ...['today', 'upcoming', 'waiting', 'delegated', 'followed', 'done'].map((tab) => ({
      name: `home-${tab}`,
      path: tab === 'today' ? '/' : `/?tab=${tab}`,
    })),
    ...['needs', 'following', 'later', 'cleared'].map((shelf) => ({
      name: `inbox-${shelf}`,
      path: shelf === 'needs' ? '/inbox' : `/inbox?shelf=${shelf}`,
    })),
    { name: 'home-personal', path: `/s/${me.personal_space_id}/tasks` },
    { name: 'space-overview', path: `${at}/overview` },
    { name: 'space-list', path: `${at}/tasks` },
    { name: 'space-board', path: `${at}/tasks?layout=board` },
    { name: 'space-panel', path: `${at}/tasks?task=${task.key}` },
    { name: 'space-discussions', path: `${at}/discussions` },
    { name: 'space-topic-new', path: `${at}/discussions/new` },
    { name: 'space-decisions', path: `${at}/discussions/decisions` },
    { name: 'space-check-ins', path: `${at}/discussions/check-ins` },
    { name: 'space-announce', path: `${at}/discussions/announce` },
    ...topics.map((topic) => ({ name: `topic-${topic.state}`, path: `${at}/discussions/${topic.id}` })),
    ...talk,
    ...shared,
    ...asked,
    ...requested,
    ...ruled,
    { name: 'shared-outside', path: `${at}/shared-outside` },
    { name: 'space-documents', path: `${at}/documents` },
    { name: 'space-documents-all', path: `${at}/documents?view=all` },
    { name: 'space-documents-trash', path: `${at}/documents?view=trash` },
    ...shown.map((one) => ({ name: `document-${one.form}`, path: `/p/${one.id}` })),
    { name: 'document-page-writing', path: `/p/${shown[0].id}?edit=1` },
    ...shown.map((one) => ({
      name: `document-${one.form}-versions`,
      path: `/p/${one.id}?versions=${one.id}`,
    })),
    ...shown.map((one) => ({
      name: `document-${one.form}-details`,
      path: `/p/${one.id}?details=${one.id}`,
    })),
    ...processRoutes(at, recurring),
    { name: 'direct', path: '/direct' },
    { name: 'happened', path: '/what-happened?since=2020-01-01' },
    { name: 'happened-none', path: '/what-happened?since=2099-01-01' },
    ...(await somethingReported(api, space)),
    { name: 'space-happened', path: `${at}/what-happened?since=2020-01-01` },
    { name: 'space-settings', path: `${at}/settings` },
    { name: 'space-settings-requests', path: `${at}/settings?part=requests` },
    { name: 'space-settings-mail', path: `${at}/settings?part=mail` },
    { name: 'space-trash', path: `/trash/${space.id}` },
    { name: 'task', path: `/t/${task.key}` },
    { name: 'search', path: `/search?q=${encodeURIComponent(word)}` },
    { name: 'search-nothing', path: '/search?q=qqqqqqqq' },
    { name: 'people', path: '/people' },
    { name: 'person', path: `/people/${other.id}` },
    { name: 'me', path: '/me' },
    { name: 'me-calendars', path: '/me?part=calendars' },
    { name: 'me-feed', path: `/me?part=calendars&feed=${space.id}` },
    ...[
      'people',
      'organization',
      'spaces',
      'starts',
      'backups',
      'import',
      'mail',
      'rules',
      'webhooks',
      'jobs',
      'log',
      'server',
    ].map((part) => ({
      name: `admin-${part}`,
      path: `/admin/${part}`,
    })),
    ...(await somethingCalled(api)),
    ...(await somethingToDecide(api)),
    ...(await somethingWorked(api, me, tasks)),
    ...(await somethingToLeave(api, space, people, me)),
    ...(await somethingToDo(api, space, people)),
    ...(await somethingOn(api, space, me, other)),
    ...(await somethingAgain(api, space)),
    ...(await somethingPlanned(api, people)),
    ...(await somethingListed(api, space, me)),
    ...(await somethingPressed(api, space)),
    ...(await somethingWritten(api, space, me, people, shown)),
    ...(await somethingUnderWay(api, space)),
    ...(await aDayToPlan(api, space, me)),
    ...(await somethingToSay(api, space, me, people)),
    ...(await somethingBegun(api, space, at, task)),
    { name: 'admin-rule', path: `/admin/rules/${(await commonRule(api)).id}` },
    { name: 'admin-rule-new', path: '/admin/rules/new' },
    {
      name: 'closed-days',
      path: '/admin/organization',
      act: (page) => page.getByLabel('From a calendar file').last().setInputFiles(holidays()),
    },
    {
      name: 'start-set',
      path: '/admin/starts',
      act: (page) => page.getByRole('button', { name: 'Begin with Shop' }).click(),
    },
    { name: 'setup-start', path: '/setup/start' },
    {
      name: 'template-begin',
      path: `${at}/tasks`,
      act: async (page) => {
        await page.keyboard.press('c');
        await page.getByRole('button', { name: 'From a template' }).click();
        await page.getByLabel('Title of the task').waitFor();
      },
    },
    {
      name: 'template-save',
      path: `/t/${task.key}`,
      act: async (page) => {
        await page.getByRole('button', { name: 'More for this task' }).first().click();
        await page.getByRole('menuitem', { name: 'Save as a template' }).click();
      },
    },
    { name: 'not-found', path: '/no/such/place', missing: true },
    { name: 'palette', path: '/', act: (page) => page.keyboard.press('Control+k') },
    { name: 'capture', path: '/', act: (page) => page.keyboard.press('c') },
    { name: 'capture-again', path: '/', act: typeWhatComesAgain },
    {
      name: 'process-run-asks',
      path: `${at}/processes/${recurring.id}?task=${recurring.task}`,
      act: (page) => page.getByRole('checkbox', { name: 'Done: Tyre tread, each wheel' }).click(),
    },
    { name: 'keys', path: '/', act: (page) => page.keyboard.press('?') },
    ...(await somethingDecided(api, space, at, recurring)),
    ...whatActsAlone(api, space),
  ];
}

/** The page of a space with most in it and a file of it, both with something said about them. */
async function papers(api, space) {
  const all = () => api.get(`/spaces/${space.id}/documents?limit=200`);
  let { items } = await all();
  if (!items.some((one) => one.form === 'file')) {
    const rows = ['Bread;kg;Price', 'Rye;0.75;4.20', 'Spelt;0.75;4.60', 'Brioche;0.4;5.10'].join('\r\n');
    const sent = Buffer.from(rows);
    for (const note of ['', 'New prices'])
      await api.post(
        `/spaces/${space.id}/files?name=Price%20list.csv&note=${encodeURIComponent(note)}`,
        sent,
      );
    ({ items } = await all());
    const longest = items.filter((one) => one.form === 'page').sort((a, b) => b.words - a.words)[0];
    await api.post(`/documents/${longest.id}/versions`, { name: 'As it hangs on the wall' });
    for (const one of [longest, items.find((other) => other.form === 'file')])
      await api.post(`/items/${one.id}/comments`, { body: 'Please look at the second line once more.' });
    ({ items } = await all());
  }
  return ['page', 'file'].map(
    (form) => items.filter((one) => one.form === form).sort((a, b) => b.words - a.words)[0],
  );
}

/** A rule of the organization. */
async function commonRule(api) {
  const { items } = await api.get('/rules');
  const plan = {
    name: 'Late by a week is urgent',
    when: { what: 'overdue', days: 7 },
    conditions: [{ fact: 'category', test: 'is_not', values: ['waiting'] }],
    actions: [
      { does: 'set', fact: 'priority', value: 'urgent' },
      { does: 'tell', whom: 'leads', text: '{task} has been late for a week.' },
    ],
  };
  return items[0] ?? api.post('/rules', plan);
}

/** What somebody outside sees by a link: a page, a file, a folder, one with a password, and none. */
async function somethingShared(api, space, [page, file]) {
  const { items: folders } = await api.get(`/spaces/${space.id}/folders`);
  const named = folders.find((one) => !one.parent_id);
  const folder = named ?? (await api.post(`/spaces/${space.id}/folders`, { name: 'Price lists' }));
  const link = async (at, more = {}) => {
    const made = await api.post(`${at}/shares`, { mode: 'read', ...more });
    const { pathname, hash } = new URL(made.link);
    return pathname + hash;
  };
  const at = `/folders/${folder.id}`;
  const outside = {
    page: await link(`/documents/${page.id}`, { mode: 'comment' }),
    file: await link(`/documents/${file.id}`),
    folder: await link(at),
    locked: await link(at, { password: 'nine kettles on a tram' }),
    ended: `/s/${folder.id}#nothing`,
  };
  await somethingSaidOutside(api, outside.page, page);
  return Object.entries(outside).map(([name, path]) => ({ name: `shared-${name}`, path, refused: true }));
}

/** A passage of the page that its reader speaks of, and the answer. */
async function somethingSaidOutside(api, link, page) {
  const [at, secret] = link.replace('/s/', '/public/shares/').split('#');
  await api.post(at, { secret });
  const { doc } = await api.get(`${at}/documents/${page.id}/content`);
  const texts = (node) => (node.text ? [node.text] : (node.content ?? []).flatMap(texts));
  const all = texts(doc);
  const long = all.findIndex((text) => text.length > 40);
  const said = await api.post(`${at}/documents/${page.id}/comments`, {
    name: 'Helen Ward',
    email: 'helen@riverside.example',
    body: 'How long will this take?',
    passage: { at: all.slice(0, long).join('').length, words: all[long].split(' ').slice(0, 4).join(' ') },
  });
  await api.post(`/items/${page.id}/comments`, { body: 'An hour at most.', reply_to: said.id });
}

/** One topic of each kind there is beside those with a title: an announcement of one's own, a poll, a check-in, a Quick chat, a
 * Direct topic. */
async function kindsOfTalk(api, spaces, me) {
  const found = {};
  for (const { id, prefix } of spaces.filter((one) => one.access !== 'personal' && one.can.read)) {
    const { items } = await api.get(`/spaces/${id}/topics`);
    for (const topic of items) {
      const { items: said } = await api.get(`/topics/${topic.id}/messages`);
      const kinds = {
        announcement: topic.announcement && topic.author.id === me.id,
        'check-in': topic.check_in,
        chat: topic.form === 'chat',
        poll: said.some((message) => message.poll),
      };
      for (const [kind] of Object.entries(kinds).filter(([, is]) => is))
        found[kind] ??= { name: `topic-${kind}`, path: `/s/${prefix}/discussions/${topic.id}` };
    }
  }
  const { items: direct } = await api.get('/topics');
  for (const topic of direct) found.direct ??= { name: 'topic-direct', path: `/direct/${topic.id}` };
  return Object.values(found);
}
