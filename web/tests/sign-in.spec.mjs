// Getting in and being kept out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from './support/guild.mjs';
import { settled } from './support/look.mjs';

test('signing in leads to the address that was asked for', async (t) => {
  const { page, server, owner } = await guild(t, { signedIn: false });
  await page.goto('/people');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();

  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill('not this one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The e-mail address or the password is not right.').waitFor();

  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${server.url}/people`);
  await page.getByText(owner.name).first().waitFor();
});

test('an address on another server is not gone to after signing in', async (t) => {
  const { page, server, owner } = await guild(t, { signedIn: false });
  for (const next of ['//elsewhere.example/x', '/\\elsewhere.example/x', 'https://elsewhere.example/x']) {
    await page.goto(`/signin?next=${encodeURIComponent(next)}`);
    await page.getByLabel('E-mail').fill(owner.email);
    await page.getByLabel('Password', { exact: true }).fill(owner.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((url) => url.pathname !== '/signin');
    assert.ok(page.url().startsWith(`${server.url}/`), page.url());
    await page.context().clearCookies();
  }
});

test('a session that ended elsewhere asks to sign in again', async (t) => {
  const { page, api } = await guild(t);
  await page.goto('/people');
  await settled(page);
  await api.delete('/session');
  await page.getByRole('link', { name: 'Home' }).first().click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  assert.match(page.url(), /\/signin/);
});
