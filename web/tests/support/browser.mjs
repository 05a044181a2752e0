// One browser a test file, a fresh profile a test.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

// Headless in a container, and silent: a test talks to the server under test and to nobody else.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Sizes the design is drawn for. */
export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

export async function launch({ args = [] } = {}) {
  const executablePath = process.env.CHROMIUM ?? INSTALLED.find((path) => existsSync(path));
  if (!executablePath) throw new Error('no Chromium found; install one or set CHROMIUM');
  const libraries = process.env.CHROMIUM_LIBRARIES;
  const env = libraries ? { ...process.env, LD_LIBRARY_PATH: libraries } : process.env;
  const start = () => chromium.launch({ executablePath, args: [...FLAGS, ...args], env });
  // Now and then the browser itself ends while it starts, which says nothing of the page: it is started once more.
  return await start().catch((error) => {
    if (!/browser has been closed/.test(error.message)) throw error;
    return start();
  });
}

/**
 * A profile with one page that notes what must never happen: an uncaught error, a message of the
 * content security policy, a request to somewhere else.
 */
export async function newPage(browser, server, { viewport = desktop, ...options } = {}) {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce',
    hasTouch: viewport.width < 760,
    ...options,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    // The browser itself logs every 4xx answer and every line that breaks; the page decides whether one is a fault.
    const routine = /^(Failed to load resource|WebSocket connection to '[^']*' failed)/.test(message.text());
    if (message.type() === 'error' && !routine) page.faults.push(`console: ${message.text()}`);
  });
  noteSending(page);
  page.on('request', (request) => {
    const address = request.url();
    const own = address.startsWith(server.url) || /^(data|blob|about):/.test(address);
    if (!own) page.faults.push(`request to ${address}`);
  });
  return page;
}

/** Keeps the changes under way in `page.sending`: what a page shows at once, the server has a moment later. */
function noteSending(page) {
  page.sending = new Set();
  page.on('request', (request) => {
    if (request.method() !== 'GET') page.sending.add(request);
  });
  for (const end of ['requestfinished', 'requestfailed'])
    page.on(end, (request) => page.sending.delete(request));
}

/** Signs the profile of a page in through the API, which is quicker than the form and as true. */
export async function signIn(page, person) {
  const { email, password } = person;
  const answer = await send(page, 'post', '/session', { email, password });
  // A password that somebody else has set must be changed before anything is shown.
  if (!(await answer.json()).person.must_change_password) return;
  person.password = `${password}, again`;
  await send(page, 'put', '/me/password', { current: password, password: person.password });
}

async function send(page, method, path, data) {
  const answer = await page.request[method](`/api/v1${path}`, { data });
  if (!answer.ok()) throw new Error(`${method} ${path} answered ${answer.status()}: ${await answer.text()}`);
  return answer;
}
