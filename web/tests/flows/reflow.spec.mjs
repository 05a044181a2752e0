// The main places on screens that are neither a desktop nor a phone: 320 pixels wide, with text twice as large, between the two
// layouts, and in colours the system forces. Everything is there, nothing lies off the side, and the focus is seen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';

/** Addresses of the sample company: few, each with a frame of its own. */
async function places(api) {
  const { spaces } = await api.get('/session');
  const space = spaces
    .filter(({ access, can }) => access !== 'personal' && can.read)
    .sort((a, b) => b.open_tasks - a.open_tasks)[0];
  const { items } = await api.get(`/spaces/${space.id}/tasks?limit=1`);
  const at = `/s/${space.prefix}`;
  return [
    '/',
    '/inbox',
    '/calendar',
    '/people',
    '/me',
    `${at}/overview`,
    `${at}/tasks?layout=list`,
    `${at}/tasks?layout=board`,
    `/t/${items[0].key}`,
  ];
}

const sizes = {
  'a screen of 320 pixels': { viewport: { width: 320, height: 640 } },
  // What is left of 1280 by 900 when everything is drawn twice as large.
  'text at 200 percent': { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 },
  'a screen of 900 pixels': { viewport: { width: 900, height: 700 } },
  'forced colours': { viewport: { width: 1280, height: 800 }, forcedColors: 'active' },
};

for (const [name, profile] of Object.entries(sizes))
  test(`the main places fit ${name}`, async (t) => {
    const { page, api } = await guild(t, { prepare: 'demo', ...profile });
    for (const path of await places(api)) {
      await page.goto(path);
      await settled(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `${path} is ${wide} pixels too wide`);
      assert.deepEqual(await brokenRules(page), [], path);
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const at = document.activeElement;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
        const { left, right } = at.getBoundingClientRect();
        return {
          at: at.outerHTML.slice(0, 120),
          some: at !== document.body,
          // A field is drawn by its border.
          drawn:
            !at.matches('a, button') ||
            (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) ||
            boxShadow !== 'none',
          inside: left >= 0 && right <= window.innerWidth,
        };
      });
      assert.ok(focus.some && focus.drawn && focus.inside, `${path}: ${JSON.stringify(focus)}`);
    }
  });
