// Pictures of every route, light and dark, desktop and phone, and the accessibility rules on each.
//
//   node tests/screens.mjs [ROUTE…]      only routes whose address or name begins so
//
// Pictures go to GUILDHALL_SCREENS, else target/screens. Ends non-zero when a rule is broken or the
// page had a fault. The content is the sample company of `guildhall demo`.
/* eslint no-console: off -- a program for the terminal */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { caller } from './support/api.mjs';
import { desktop, launch, newPage, phone, signIn } from './support/browser.mjs';
import { COLOURS, brokenRules, settled } from './support/look.mjs';
import { firstRunRoutes, signedOutRoutes } from './support/outside.mjs';
import { signedInRoutes } from './support/routes.mjs';
import { startServer } from './support/server.mjs';

const SIZES = { desktop, phone };
const folder =
  process.env.GUILDHALL_SCREENS ?? fileURLToPath(new URL('../../target/screens', import.meta.url));
const wanted = process.argv.slice(2);
const isWanted = ({ name, path }) =>
  !wanted.length || wanted.some((start) => path.startsWith(start) || name.startsWith(start));

mkdirSync(folder, { recursive: true });
const browser = await launch();
let faults = 0;
let pictures = 0;

// Both sizes at once, each with servers of its own: what one does to its sample company is nothing to the other.
await Promise.all(Object.keys(SIZES).map(everything));
await browser.close();
console.log(`${pictures} pictures in ${folder}, ${faults} faults`);
process.exitCode = faults || !pictures ? 1 : 0;

async function everything(size) {
  await withServer('nothing', async (server) => {
    const routes = firstRunRoutes(await server.setupLink());
    await visit(server, size, () => routes);
  });
  await withServer('demo', async (server) => {
    await visit(server, size, () => signedOutRoutes);
    await visit(server, size, (page) => signedInRoutes(caller(page)), server.person);
  });
}

async function withServer(prepare, use) {
  const server = await startServer({ prepare });
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

/** Looks at every wanted route in each scheme, as `person` when one is given. */
async function visit(server, size, routesFor, person) {
  const page = await newPage(browser, server, { viewport: SIZES[size] });
  page.refusals = [];
  page.on('response', (answer) => {
    const { pathname } = new URL(answer.url());
    if (answer.status() >= 400) page.refusals.push(`${answer.status()} from ${pathname}`);
  });
  if (person) await signIn(page, person);
  const routes = await routesFor(page);
  // Two of one name would leave one picture.
  const names = routes.map((route) => route.name);
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  if (twice.length) throw new Error(`more than one route is called ${twice.join(', ')}`);
  for (const route of routes.filter(isWanted)) await look(page, route, `${route.name}-${size}`);
  await page.context().close();
}

/** Opens a route and looks at it in both schemes: the page changes from one to the other as it stands. */
async function look(page, route, name) {
  page.faults.length = 0;
  page.refusals.length = 0;
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await noting(page, () => open(page, route));
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await noting(page, async () => {
      await settled(page);
      page.faults.push(...(await brokenRules(page, colorScheme === 'dark' && COLOURS)));
    });
    await take(page, `${name}-${colorScheme}`);
  }
}

async function open(page, route) {
  // By way of an empty page: an address that differs behind the # alone would not be loaded.
  await page.goto('about:blank');
  await page.goto(route.path);
  await settled(page);
  if (route.act) {
    await route.act(page);
    if (!route.inPlace) await page.getByRole('dialog').first().waitFor();
    await settled(page);
  }
  // A page that only says why it shows nothing would pass every rule.
  if (!route.refused) page.faults.push(...page.refusals);
  const missing = await page.getByRole('heading', { name: 'This page doesn’t exist' }).count();
  if (missing && !route.missing) page.faults.push('there is no such page');
}

/** What goes wrong is a fault of the page, and the next one is looked at. */
async function noting(page, work) {
  try {
    await work();
  } catch (error) {
    page.faults.push(error.message.split('\n')[0]);
  }
}

async function take(page, name) {
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  pictures += 1;
  faults += page.faults.length;
  console.log(page.faults.length ? `FAULT  ${name}\n  ${page.faults.join('\n  ')}` : `ok     ${name}`);
  page.faults.length = 0;
}
