// Sending bytes with progress, which fetch cannot tell.
import { apiPath, listeners, type Answer, type Query } from './client';
import { ApiError } from './error';

interface Sent {
  query?: Query;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  onprogress?: (sent: number) => void;
}

/** The server hears nothing for so long: the line is broken. */
const silence = 60_000;

export function sendBytes<T>(
  method: 'POST' | 'PUT',
  path: string,
  bytes: Blob,
  options: Sent = {},
): Promise<Answer<T>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const { signal, onprogress } = options;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = () => request.abort();
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(stop, silence);
    };
    request.open(method, apiPath(path, options.query));
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    for (const [name, value] of Object.entries(options.headers ?? {})) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      watch();
      onprogress?.(event.loaded);
    };
    const ended = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    };
    const lost = () => {
      ended();
      if (!signal?.aborted) listeners.unreachable();
      reject(new ApiError(0, 'unreachable', ''));
    };
    request.onerror = lost;
    request.onabort = lost;
    request.onload = () => {
      ended();
      listeners.reached();
      const { status } = request;
      const json = request.getResponseHeader('Content-Type')?.includes('json');
      const answer: unknown = json && request.responseText ? JSON.parse(request.responseText) : null;
      if (status < 200 || status >= 300) {
        if (status === 401) listeners.signedOut();
        if (status === 503) listeners.refused();
        reject(ApiError.from(status, answer));
        return;
      }
      const command = request.getResponseHeader('Guildhall-Command');
      if (command) listeners.command(command);
      resolve({ data: answer as T, command });
    };
    signal?.addEventListener('abort', stop, { once: true });
    watch();
    request.send(bytes);
  });
}
