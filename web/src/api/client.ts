import { base } from '../app/base';
import { ApiError } from './error';

export { ApiError };

type Value = string | number | boolean | null | undefined;
export type Query = Record<string, Value | Value[]>;

/** A mutating call's answer, with the command that POST /undo takes back. */
export interface Answer<T> {
  data: T;
  command: string | null;
}

interface Options {
  query?: Query;
  body?: unknown;
  /** Sent as If-Match; `*` for whatever is there. */
  version?: string;
  signal?: AbortSignal;
  timeout?: number;
}

/** What the page wants to know about every call; set once by app/connection and app/session. */
export const listeners = {
  signedOut: () => {},
  reached: () => {},
  unreachable: () => {},
  /** The server answers but takes no changes (503). */
  refused: () => {},
  command: (_id: string) => {},
};

export function apiPath(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    const list = (Array.isArray(value) ? value : [value]).filter(
      (v) => v !== undefined && v !== null && v !== '',
    );
    return list.length
      ? [`${encodeURIComponent(name)}=${list.map((v) => encodeURIComponent(String(v))).join(',')}`]
      : [];
  });
  return `${base}api/v1${path}${pairs.length ? `?${pairs.join('&')}` : ''}`;
}

async function once<T>(method: string, path: string, options: Options): Promise<Answer<T>> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  let body: BodyInit | undefined;
  if (options.body instanceof Blob) body = options.body;
  else if (options.body !== undefined) {
    headers['Content-Type'] = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    body = JSON.stringify(options.body);
  }
  if (options.version)
    headers['If-Match'] = options.version === '*' ? '*' : `"${options.version.replace(/"/g, '')}"`;

  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), options.timeout ?? 20_000);
  options.signal?.addEventListener('abort', () => limit.abort(), { once: true });
  let response: Response;
  let answer: unknown = null;
  try {
    response = await fetch(apiPath(path, options.query), {
      method,
      headers,
      body,
      credentials: 'same-origin',
      signal: limit.signal,
    });
    const text = await response.text();
    if (text && response.headers.get('Content-Type')?.includes('json')) answer = JSON.parse(text);
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    listeners.unreachable();
    throw new ApiError(0, 'unreachable', '');
  } finally {
    clearTimeout(timer);
  }
  listeners.reached();
  if (!response.ok) {
    if (response.status === 401 && path !== '/session') listeners.signedOut();
    if (response.status === 503) listeners.refused();
    throw ApiError.from(response.status, answer);
  }
  const command = response.headers.get('Guildhall-Command');
  if (command) listeners.command(command);
  return { data: answer as T, command };
}

/** A read that met a broken line or a restarting server is tried twice more. */
async function read<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  for (const wait of [250, 1000]) {
    try {
      return (await once<T>('GET', path, { query, signal })).data;
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 0 && error.status < 502)) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (signal?.aborted) throw error;
    }
  }
  return (await once<T>('GET', path, { query, signal })).data;
}

export const api = {
  get: read,
  post: <T>(path: string, body: unknown = {}, options: Options = {}) =>
    once<T>('POST', path, { ...options, body }),
  put: <T>(path: string, body: unknown = {}, options: Options = {}) =>
    once<T>('PUT', path, { ...options, body }),
  patch: <T>(path: string, body: unknown, version: string, options: Options = {}) =>
    once<T>('PATCH', path, { ...options, body, version }),
  /** Sets change by idempotent calls without a version; objects are deleted with theirs. */
  delete: <T>(path: string, version?: string, options: Options = {}) =>
    once<T>('DELETE', path, { ...options, version }),
};
