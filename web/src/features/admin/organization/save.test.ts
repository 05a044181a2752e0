import { afterEach, expect, test, vi } from 'vitest';
import type { Organization } from '../../../api/types';
import { store } from '../../../app/store.svelte';
import { toasts } from '../../../app/toasts.svelte';
import { saveOrganization } from './save';

afterEach(() => vi.unstubAllGlobals());

test('what is taken back carries the version of its own change, so that a later one is not lost with it', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    asked.push(new Headers(init.headers).get('If-Match') ?? '');
    const body = JSON.stringify({ closed_days: [], version: `h-${asked.length}` });
    return Promise.resolve(new Response(body, { headers: { 'Content-Type': 'application/json' } }));
  });
  store.organization = { closed_days: [], version: 'h-0' } as unknown as Organization;
  await saveOrganization({ closed_days: ['2026-12-24'] }, 'first');
  await saveOrganization({ closed_days: ['2026-12-24', '2026-12-25'] }, 'second');
  await toasts.list.find((toast) => toast.text === 'first')?.action?.run();
  expect(asked).toEqual(['"h-0"', '"h-1"', '"h-1"']);
});
