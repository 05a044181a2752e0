// The few calls somebody outside makes by a link. They are apart from those of people with an account: an answer that a
// link is not open says nothing about whether somebody is signed in.
import { ApiError, apiPath, type Query } from '../../api/client';

async function call<T>(method: string, path: string, query?: Query, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(apiPath(path, query), {
      method,
      headers: { Accept: 'application/json', ...(body ? { 'Content-Type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : undefined,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(20_000),
    });
  } catch {
    throw new ApiError(0, 'unreachable', '');
  }
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw ApiError.from(response.status, answer);
  return answer as T;
}

export const outside = {
  get: <T>(path: string, query?: Query) => call<T>('GET', path, query),
  post: <T>(path: string, body: unknown) => call<T>('POST', path, undefined, body),
};
