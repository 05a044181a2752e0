// Files on their way to the server. They go on when the panel they were dropped into is closed.
import './words';
import { api, ApiError } from '../../api/client';
import type { Attachment, Id, Upload } from '../../api/types';
import { sendBytes } from '../../api/upload';
import { announce } from '../../app/announce.svelte';
import { newId } from '../../app/ids';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { bytes } from '../../words/dates';

/** Larger files go in parts, so that a broken line costs one part and not all. */
const part = 4 * 1024 * 1024;
/** Waits between tries on a broken line. */
const patience = [500, 2000, 5000, 10_000, 20_000];
const atOnce = 2;

export class Sending {
  readonly id: Id = newId();
  sent = $state(0);
  phase = $state<'waiting' | 'sending' | 'cut' | 'failed'>('waiting');
  reason = $state('');
  /** Trying again may help. */
  again = $state(false);
  stop = new AbortController();
  constructor(
    readonly item: Id,
    readonly file: File,
    /** It goes with a comment that is being written. */
    readonly enclosed: boolean,
  ) {}
}

class Uploads {
  list = $state.raw<Sending[]>([]);
  #done = new Set<(item: Id, attachment: Attachment, one: Sending) => void>();

  of(item: Id): Sending[] {
    return this.list.filter((one) => one.item === item);
  }

  /** Called for every file that arrived. */
  onDone(tell: (item: Id, attachment: Attachment, one: Sending) => void): () => void {
    this.#done.add(tell);
    return () => this.#done.delete(tell);
  }

  add(item: Id, files: Iterable<File>, enclosed = false): Sending[] {
    const added = [...files].map((file) => new Sending(item, file, enclosed));
    this.list = [...this.list, ...added];
    this.#next();
    return added;
  }

  cancel(one: Sending): void {
    one.stop.abort();
    this.list = this.list.filter((other) => other !== one);
    // What came so far need not wait a day to be given up.
    if (one.file.size > part && one.phase !== 'waiting')
      void api.delete(`/uploads/${one.id}`).catch(() => undefined);
    this.#next();
  }

  retry(one: Sending): void {
    one.stop = new AbortController();
    one.phase = 'waiting';
    one.reason = '';
    this.#next();
  }

  #next(): void {
    const busy = this.list.filter((one) => one.phase === 'sending' || one.phase === 'cut').length;
    const next = this.list.find((one) => one.phase === 'waiting');
    if (!next || busy >= atOnce) return;
    next.phase = 'sending';
    void this.#send(next).finally(() => this.#next());
    this.#next();
  }

  async #send(one: Sending): Promise<void> {
    const { signal } = one.stop;
    try {
      const limit = store.organization?.file_limit ?? Infinity;
      if (one.file.size > limit) {
        this.#fail(one, t('files.too_large', { size: bytes(one.file.size), limit: bytes(limit) }), false);
        return;
      }
      const attachment = await patiently(one, () => (one.file.size > part ? inParts(one) : whole(one)));
      this.list = this.list.filter((other) => other !== one);
      announce(t('files.attached', { name: attachment.name }));
      this.#done.forEach((tell) => tell(one.item, attachment, one));
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      this.#fail(one, error.said || t('files.failed'), error.offline || error.status >= 500);
    }
  }

  #fail(one: Sending, reason: string, again: boolean): void {
    one.phase = 'failed';
    one.reason = reason;
    one.again = again;
    announce(`${one.file.name}: ${reason}`);
  }
}

export const uploads = new Uploads();

/** On a broken line it is tried again a few times before anybody is asked. */
async function patiently<T>(one: Sending, send: () => Promise<T>): Promise<T> {
  for (const wait of patience) {
    const before = one.sent;
    try {
      return await send();
    } catch (error) {
      const { signal } = one.stop;
      if (!(error instanceof ApiError) || !error.offline || signal.aborted) throw error;
      one.phase = 'cut';
      // Whoever makes way may go on without end; a line that gives nothing is given up.
      await new Promise((resolve) => setTimeout(resolve, one.sent > before ? 500 : wait));
      if (signal.aborted) throw error;
      one.phase = 'sending';
    }
  }
  return send();
}

async function whole(one: Sending): Promise<Attachment> {
  const { data } = await sendBytes<Attachment>('POST', `/items/${one.item}/attachments`, one.file, {
    query: { name: one.file.name || 'file', id: one.id },
    signal: one.stop.signal,
    onprogress: (sent) => (one.sent = Math.min(sent, one.file.size)),
  });
  return data;
}

async function inParts(one: Sending): Promise<Attachment> {
  const { file, stop } = one;
  const begun = { id: one.id, name: file.name || 'file', bytes: file.size };
  let { data: state } = await api
    .post<Upload>(`/items/${one.item}/uploads`, begun, { signal: stop.signal })
    .catch(async (error: unknown) => {
      // Complete already: only the last answer was lost.
      if (!(error instanceof ApiError) || error.code !== 'id_taken') throw error;
      return { data: await api.get<Upload>(`/uploads/${one.id}`, undefined, stop.signal), command: null };
    });
  while (!state.attachment) {
    const from = state.offset;
    one.sent = from;
    const answer = await sendBytes<Upload>('PUT', `/uploads/${one.id}`, file.slice(from, from + part), {
      query: { offset: from },
      signal: stop.signal,
      onprogress: (sent) => (one.sent = Math.min(from + sent, file.size)),
    });
    state = answer.data;
  }
  return state.attachment;
}

/** Asks which files to attach. On a phone this offers the camera too. */
export function pickFiles(item: Id, enclosed = false): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.addEventListener('change', () => uploads.add(item, input.files ?? [], enclosed));
  input.click();
}
