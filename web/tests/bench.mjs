// The page's part of `cargo xtask bench`: what a person at a browser waits for, beside the same of an
// empty page of the same framework, measured in the same run in the same browser on the same server.
//
// Prints the rows as JSON on standard output, and how far it is on standard error. "Usable" counts from
// a click in the sidebar, with the code of the page already there, until the rows that fit on the screen
// are drawn and a second key press has moved the selection and was painted.
/* eslint no-console: off -- a program for the terminal */
import { caller } from './support/api.mjs';
import { launch, newPage, signIn } from './support/browser.mjs';
import { startServer } from './support/server.mjs';
import { dragging } from './bench/drag.mjs';
import { emptyPage } from './bench/empty.mjs';
import { firstLoad } from './bench/first-load.mjs';
import { planning } from './bench/gantt.mjs';
import { home } from './bench/home.mjs';
import { longPage } from './bench/page.mjs';
import { bigSpaces } from './bench/spaces.mjs';
import { talking } from './bench/talk.mjs';
import { usable } from './bench/usable.mjs';

const server = await startServer();
const browser = await launch();
const rows = [];
try {
  const empty = await emptyPage(await newPage(browser, server));
  rows.push(...(await firstLoad(await newPage(browser, server), server, empty)));

  const page = await newPage(browser, server);
  await signIn(page, server.person);
  const spaces = await bigSpaces(caller(page));
  rows.push(...(await usable(page, spaces, empty)));
  rows.push(await dragging(page, spaces, empty));
  rows.push(...(await planning(page, caller(page), empty)));
  const open = (options) => newPage(browser, server, options);
  rows.push(...(await longPage(page, caller(page), empty)));
  rows.push(...(await talking(page, open, empty)));
  rows.push(await home(caller(page), open, empty));

  if (page.faults.length) throw new Error(`the page had faults:\n${page.faults.join('\n')}`);
} finally {
  await browser.close();
  await server.close();
}
for (const { work, items, guildhall } of rows) console.error(`${work} at ${items}: ${guildhall}`);
console.log(JSON.stringify({ rows }));
