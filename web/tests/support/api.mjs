// The API as a signed-in page sees it.
import assert from 'node:assert/strict';

/** Waits for what the page is sending, or as long as somebody holds it back. */
async function sent(page) {
  const end = Date.now() + 3_000;
  while (page.sending?.size > 0 && Date.now() < end) await new Promise(setImmediate);
}

/** Calls the API as the person signed in on this page; answers the parsed body. */
export function caller(page) {
  const call = async (method, path, data) => {
    if (method === 'GET') await sent(page);
    const headers = method === 'PATCH' || method === 'DELETE' ? { 'If-Match': '*' } : {};
    const answer = await page.request.fetch(`/api/v1${path}`, { method, data, headers });
    const text = await answer.text();
    assert.ok(answer.ok(), `${method} ${path} answered ${answer.status()}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    get: (path) => call('GET', path),
    post: (path, data = {}) => call('POST', path, data),
    put: (path, data = {}) => call('PUT', path, data),
    patch: (path, data = {}) => call('PATCH', path, data),
    delete: (path) => call('DELETE', path),
  };
}
