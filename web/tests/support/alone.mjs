// What the routes of rules of the organization and of a webhook that gave up show. It is made when one of them is looked
// at, and they come last: a webhook that was switched off is told of on every page.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { until } from './people.mjs';

/** The list of these rules with one that is off, a rule that sends a mail, and a webhook the server switched off. */
export const whatActsAlone = (api, space) => [
  {
    name: 'admin-rules-some',
    path: '/admin/rules',
    inPlace: true,
    act: async (page) => {
      await commonRules(api);
      await page.reload();
      await page.getByRole('switch', { name: 'Who takes it? is on' }).waitFor();
    },
  },
  {
    name: 'admin-rule-mail',
    path: '/admin/rules',
    inPlace: true,
    act: async (page) => {
      const mail = await commonRules(api);
      await page.goto(`/admin/rules/${mail.id}`);
      await page.getByLabel('Subject').waitFor();
    },
  },
  {
    name: 'webhook-off',
    path: '/admin/webhooks',
    inPlace: true,
    act: async (page) => {
      const webhook = await switchedOff(api, space);
      await page.goto(`/admin/webhooks/${webhook.id}`);
      await page.getByText(/^Switched itself off .* because it answered that it is gone\./).waitFor();
    },
  },
];

/** One that is off beside what is there, and one that sends a mail, which it answers. */
async function commonRules(api) {
  const { items } = await api.get('/rules');
  const rule = async (name, rest) =>
    items.find((one) => one.name === name) ?? (await api.post('/rules', { name, ...rest }));
  await rule('Who takes it?', {
    when: { what: 'created' },
    actions: [{ does: 'tell', whom: 'leads', text: 'Who takes {task}?' }],
    on: false,
  });
  return rule('Books for the tax adviser', {
    when: { what: 'changed', fact: 'category', to: 'done' },
    conditions: [{ fact: 'words', test: 'contains', values: ['VAT', 'payroll', 'wages'] }],
    actions: [
      {
        does: 'mail',
        to: ['peter@lund.example', 'office@lund.example'],
        subject: '{task} is done',
        text: 'Good morning,\n\n{task} is done. The receipts are in the folder of the month.',
      },
    ],
  });
}

/** A program that wants to hear nothing more. */
async function closed() {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(410).end('This till was sold in March.');
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  // Whoever takes pictures does not wait for it to end.
  server.unref();
  return server;
}

async function switchedOff(api, space) {
  const name = 'Old till';
  const { items } = await api.get('/webhooks');
  const known = items.find((one) => one.name === name);
  if (known) return known;
  const program = await closed();
  const url = `http://127.0.0.1:${program.address().port}/hook`;
  const { webhook } = await api.post('/webhooks', { name, url, inside: true });
  await api.post('/rules', {
    name: 'Tell the old till',
    when: { what: 'created' },
    conditions: [{ fact: 'words', test: 'contains', values: ['paper rolls'] }],
    actions: [{ does: 'call', webhook_id: webhook.id }],
  });
  await api.post(`/spaces/${space.id}/tasks`, { title: 'Order paper rolls for the till' });
  // It is told when that cannot be undone any more.
  await once(program, 'request', { signal: AbortSignal.timeout(60_000) });
  return until(
    'the webhook to be switched off',
    () => api.get(`/webhooks/${webhook.id}`),
    (now) => now.off,
  );
}
