import { afterEach, describe, expect, it, vi } from 'vitest';
import { api, ApiError, apiPath, listeners } from './client';

const sent: { url: string; init: RequestInit }[] = [];

/** Answers in turn: a status with a body, or "cut" for a broken line. */
function server(
  ...answers: (['cut'] | [status: number, body?: unknown, headers?: Record<string, string>])[]
) {
  sent.length = 0;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    sent.push({ url, init });
    const [status, body, headers] = answers[Math.min(sent.length, answers.length) - 1] ?? ['cut'];
    if (status === 'cut') return Promise.reject(new TypeError('cut'));
    const text = body === undefined ? null : JSON.stringify(body);
    return Promise.resolve(
      new Response(text, { status, headers: { 'Content-Type': 'application/json', ...headers } }),
    );
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the client', () => {
  it('writes lists with commas and leaves out what is empty', () => {
    expect(
      apiPath('/spaces/x/view', { status: [1, 2], text: 'a b', tag: [], due: undefined, done: '' }),
    ).toBe('/api/v1/spaces/x/view?status=1,2&text=a%20b');
  });

  it('sends the version and tells the command', async () => {
    server([200, { id: 't' }, { 'Guildhall-Command': 'c1' }]);
    const told: string[] = [];
    listeners.command = (id) => told.push(id);
    const { data, command } = await api.patch<{ id: string }>('/tasks/t', { title: 'x' }, 'h-1f');
    expect([data.id, command, told]).toEqual(['t', 'c1', ['c1']]);
    expect(sent[0]?.init.headers).toMatchObject({ 'If-Match': '"h-1f"' });
  });

  it('brings the server’s words and both sides of a conflict', async () => {
    const error = {
      code: 'stale',
      message: 'Somebody changed it.',
      current: { title: 'theirs' },
      changed_by: 'p',
    };
    server([412, { error }]);
    const met = await api.patch('/tasks/t', {}, 'v').catch((e: unknown) => e as ApiError);
    expect(met).toMatchObject({
      conflict: true,
      message: 'Somebody changed it.',
      current: { title: 'theirs' },
    });
    expect((met as ApiError).changedBy).toBe('p');
  });

  it('tries a read again over a broken line, a write never', async () => {
    vi.useFakeTimers();
    server(['cut'], [200, { ok: true }]);
    const reading = api.get('/home');
    await vi.advanceTimersByTimeAsync(300);
    expect(await reading).toEqual({ ok: true });
    expect(sent.length).toBe(2);

    server(['cut'], [200, {}]);
    await expect(api.post('/capture', {})).rejects.toMatchObject({ offline: true });
    expect(sent.length).toBe(1);
  });

  it('tells when the session is over, but not for a wrong password', async () => {
    let over = 0;
    listeners.signedOut = () => (over += 1);
    server([401, { error: { code: 'signed_out', message: 'Sign in.' } }]);
    await api.get('/home').catch(() => null);
    await api.post('/session', {}).catch(() => null);
    expect(over).toBe(1);
  });
});
