// What the routes of recurring work, approvals, forms and requests show, made by the API.

import { type } from './look.mjs';

/** A line of the quick entry that says when it comes again. */
export async function typeWhatComesAgain(page) {
  await page.keyboard.press('c');
  await type(page, 'Water the plants every monday 8:30 @Sol');
  await page.getByRole('list', { name: 'Next dates' }).waitFor();
}

/** The pages of a process of which a run is open. */
export const processRoutes = (at, recurring) => [
  { name: 'space-processes', path: `${at}/processes` },
  { name: 'space-processes-trash', path: `${at}/processes?view=trash` },
  { name: 'process', path: `${at}/processes/${recurring.id}` },
  { name: 'process-history', path: `${at}/processes/${recurring.told}` },
  { name: 'process-versions', path: `${at}/processes/${recurring.id}?procedures=${recurring.id}` },
  { name: 'process-edit', path: `${at}/processes/${recurring.id}/edit` },
  {
    name: 'process-edit-approval',
    path: `${at}/processes/${recurring.id}/edit`,
    inPlace: true,
    act: (page) => page.getByRole('button', { name: 'More for step 1' }).click(),
  },
  {
    name: 'process-edit-open-run',
    path: `${at}/processes/${recurring.id}/edit`,
    inPlace: true,
    act: changeProcedure,
  },
  { name: 'process-new', path: `${at}/processes/new` },
  { name: 'process-run', path: `${at}/processes/${recurring.id}?task=${recurring.task}` },
];

/** Another step for a process of which a run is open; what was written the last time is thrown away first. */
async function changeProcedure(page) {
  const earlier = page.getByRole('button', { name: 'Discard it' });
  if (await earlier.count()) await earlier.click();
  await page.getByRole('button', { name: /Add a step/ }).click();
  await page.keyboard.type('Snow chains in the van, November to March');
  await page.getByRole('button', { name: 'Also change run 2' }).click();
  await page.getByText(/^Run 2 gets version 3 as well/).waitFor();
}

/** What the rule is called by which a process starts after another one. */
const counted = 'Check the van once the till is counted';

/** A run of a process that I have to do today, after which another one starts. */
async function andMine(api, space, told, after) {
  const run = await api.post(`/processes/${told}/runs`, {});
  const { id: me } = await api.get('/me');
  const today = new Date().toISOString().slice(0, 10);
  await api.patch(`/tasks/${run.id}`, { assignee_id: me, due: { date: today } });
  await api.post(`/spaces/${space.id}/rules`, {
    name: counted,
    when: { what: 'changed', fact: 'category', to: 'done' },
    conditions: [{ fact: 'process', test: 'is', values: [told] }],
    actions: [{ does: 'start', process_id: after }],
  });
}

/** A process with a rule, steps, two versions, a run that is open and one that was skipped; and another one in the trash. */
export async function somethingRecurring(api, space) {
  const list = `/spaces/${space.id}/processes`;
  const { items } = await api.get(list);
  const known = items.find((one) => one.name === 'Weekly van and tool check');
  const made =
    known ??
    (await api.post(list, {
      name: 'Weekly van and tool check',
      body: 'The test bottle stands in the cage, **second shelf**.',
      rule: 'every monday 8:30, on closed days the day after',
      done_at: '12:00',
      steps: [
        { text: 'Round of the week agreed', approval: { approvers: [{ who: 'lead' }], needs: 'one' } },
        { text: 'Walk round the van, lights and tyres', evidence: 'photo' },
        { text: 'Tyre tread, each wheel', evidence: 'number', unit: 'mm', least: 3 },
        { text: 'Keys and fuel card back on the board', doer: 'lead', due_days: 1 },
      ],
    }));
  // One of the sample company, with weeks behind it.
  const told = items.find((one) => one.name === 'Count the till and the float').id;
  if (!known) {
    const skipped = await api.post(`/processes/${made.id}/runs`, {});
    await api.post(`/runs/${skipped.id}/skip`, { reason: 'Closed for stocktaking' });
    await api.post(`/processes/${made.id}/runs`, {});
    await api.patch(`/processes/${made.id}`, {
      body: 'The test bottle stands in the cage, **first shelf**.',
    });
    const old = await api.post(list, { name: 'Fax machine paper', rule: 'first working day of the month' });
    await api.delete(`/processes/${old.id}`);
    await andMine(api, space, told, made.id);
  }
  const { items: runs } = await api.get(`/processes/${made.id}/runs`);
  return { id: made.id, task: runs.find((run) => run.task_key).task_key, told };
}

/** What waits for approval: a task that asks oneself, one that asks others, a page that is asked about. */
export async function somethingAsked(api, me, people, tasks, [page]) {
  const [mine, theirs] = tasks.slice(1);
  const others = people.filter((one) => one.id !== me.id && one.role !== 'guest').slice(0, 2);
  const ids = others.map((one) => one.id);
  const ask = async (item, input) => {
    const { items } = await api.get(`/items/${item.id}/approvals`);
    return items[0] ?? (await api.post(`/items/${item.id}/approvals`, input));
  };
  const order = { order: 'in_order', body: 'Can the order go out?', due: { date: '2099-11-27' } };
  const approval = await ask(theirs, { approver_ids: ids, ...order });
  await ask(page, { approver_ids: ids, needs: 'one' });
  return [
    { name: 'approval-task', path: `/t/${theirs.key}` },
    { name: 'approval-mail', path: `/approve/${approval.id}` },
    {
      name: 'approval-ask',
      path: `/t/${mine.key}`,
      act: async (page) => {
        await page.getByRole('button', { name: 'More for this task' }).click();
        await page.getByRole('menuitem', { name: 'Ask for approval' }).click();
      },
    },
  ];
}

/** What a space does by itself: a rule that acted, one that is off, and their pages. */
export async function somethingByItself(api, space, at) {
  const list = `/spaces/${space.id}/rules`;
  const { items } = await api.get(list);
  const named = (name) => items.find((one) => one.name === name);
  const words = named('No heat comes first') ?? (await rulesOf(api, list))[0];
  return [
    { name: 'space-rules', path: `${at}/rules` },
    { name: 'space-rule', path: `${at}/rules/${words.id}` },
    { name: 'space-rule-process', path: `${at}/rules/${named(counted).id}` },
    { name: 'space-rule-new', path: `${at}/rules/new` },
  ];
}

async function rulesOf(api, list) {
  const words = {
    fact: 'words',
    test: 'contains',
    values: ['no heat', 'cold', 'frozen'],
    except: ['cold water'],
  };
  const first = await api.post(list, {
    name: 'No heat comes first',
    when: { what: 'created' },
    conditions: [words],
    actions: [
      { does: 'set', fact: 'priority', value: 'urgent' },
      { does: 'tell', whom: 'leads', text: 'Call them back within the hour: {task}' },
    ],
  });
  const late = await api.post(list, {
    name: 'Late by three days',
    when: { what: 'overdue', days: 3 },
    actions: [{ does: 'tell', whom: 'leads', text: 'This is late.' }],
    on: false,
  });
  return [first, late];
}

/** A webhook that cannot be reached, with what it was to be told, and its dialogs. */
export async function somethingCalled(api) {
  const { items } = await api.get('/webhooks');
  const webhook = items[0] ?? (await unreachable(api));
  const path = `/admin/webhooks/${webhook.id}`;
  const press = (name) => (page) => page.getByRole('button', { name, exact: true }).click();
  return [
    { name: 'webhook', path },
    { name: 'webhook-new', path: '/admin/webhooks', act: press('Webhook') },
    { name: 'webhook-secret', path, act: press('New secret') },
    { name: 'webhook-delete', path, act: press('Delete') },
  ];
}

async function unreachable(api) {
  const input = { name: 'Till in the shop', url: 'http://127.0.0.1:9/hook', inside: true };
  const { webhook } = await api.post('/webhooks', input);
  await api.post(`/webhooks/${webhook.id}/test`, {});
  return webhook;
}

/** A form with its link, what somebody without an account asked by it, and the pages of both. */
export async function somethingRequested(api, space, at) {
  const questions = [
    {
      id: 1,
      kind: 'choice',
      label: 'What is it about?',
      required: true,
      becomes: 'title',
      choices: [
        { id: 1, label: 'The yearly service', help: 'about 60 minutes' },
        { id: 2, label: 'Something is not working', help: 'no heat, no hot water, a leak' },
      ],
    },
    {
      id: 2,
      kind: 'long_text',
      label: 'What do you see or hear?',
      help: 'If the display shows a code, write it down.',
      becomes: 'body',
    },
    { id: 3, kind: 'file', label: 'Photos' },
    {
      id: 4,
      kind: 'choices',
      label: 'When can we come?',
      choices: [1, 2, 3].map((id) => ({ id, label: `Day ${id}` })),
    },
    { id: 5, kind: 'checkbox', label: 'You may call me', shown_when: { question: 1, is: 2 } },
  ];
  const form = await api.post(`/spaces/${space.id}/forms`, {
    name: 'Ask for a visit',
    intro: 'We answer within one working day.',
    thanks: 'Close the valve below the boiler if the pressure keeps falling.',
    questions,
  });
  const { link } = await api.put(`/forms/${form.id}/link`);
  const asks = async (title, body) => {
    const { start } = await api.post(`/forms/${form.id}/start`);
    return api.post(`/forms/${form.id}/answers`, { start, answers: { 1: title, 2: body, 4: ['1', '3'] } });
  };
  await api.patch(`/spaces/${space.id}`, { first_answer_minutes: 540, done_minutes: 1080 });
  const first = await asks(2, 'The gauge was at 0.4 this morning. Radiators upstairs stay cold.');
  await asks(1, 'Three flats, please on one morning.');
  await api.post(`/requests/${first.id}/messages`, {
    lane: 'requester',
    body: 'We can come on Tuesday. Does that suit you?',
  });
  await api.post(`/requests/${first.id}/messages`, { lane: 'team', body: 'Expansion vessel, I would bet.' });
  const path = (address) => new URL(address).pathname + new URL(address).hash;
  return [
    { name: 'space-requests', path: `${at}/requests` },
    { name: 'space-request', path: `${at}/requests/${first.id}` },
    {
      name: 'space-request-accept',
      path: `${at}/requests/${first.id}`,
      act: async (page) => {
        await page.keyboard.press('1');
        await page.getByLabel('It becomes').waitFor();
      },
    },
    { name: 'space-requests-decided', path: `${at}/requests?shelf=decided` },
    { name: 'space-forms', path: `${at}/forms` },
    { name: 'space-form', path: `${at}/forms/${form.id}` },
    { name: 'form-answer', path: `/forms/${form.id}` },
    { name: 'form-outside', path: path(link) },
    { name: 'form-gone', path: `/f/${form.id}#nothing`, refused: true },
    { name: 'request-followed', path: path(first.link) },
    { name: 'request-gone', path: `/r/${first.id}#nothing`, refused: true },
  ];
}
