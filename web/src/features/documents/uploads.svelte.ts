// Files on their way into a folder. A name that is there already becomes its next version, unless both are to be kept.
import { api, ApiError, type Answer } from '../../api/client';
import type { Document, Folder, Id } from '../../api/types';
import { sendBytes } from '../../api/upload';
import { announce } from '../../app/announce.svelte';
import { newId } from '../../app/ids';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { bytes } from '../../words/dates';
import { folders } from './folders.svelte';
import { inParts, part, patiently } from './sending';

const atOnce = 2;

export interface Dropped {
  file: File;
  /** Names of folders, from the outside in. */
  path: string[];
}

export class Arriving {
  id: Id = newId();
  sent = $state(0);
  phase = $state<'waiting' | 'sending' | 'done' | 'failed'>('waiting');
  reason = $state('');
  again = $state(false);
  /** The version it becomes of what has this name. */
  becomes = $state(0);
  keepBoth = $state(false);
  made = $state.raw<Document | null>(null);
  command: string | null = null;
  begun = 0;
  stop = new AbortController();
  constructor(
    readonly space: Id,
    readonly folder: Id | null,
    readonly file: File,
    readonly path: string[],
  ) {}
}

/** The number of the next version of the file that has this name in a folder, as far as it is known here. */
function next(space: Id, folder: Id | null, name: string): number {
  const folded = name.toLowerCase();
  for (const one of store.documents.values())
    if (
      one.space_id === space &&
      one.folder_id === folder &&
      one.form === 'file' &&
      !one.trashed_at &&
      one.title.toLowerCase() === folded
    )
      return one.version_number + 1;
  return 0;
}

class Arrivals {
  list = $state.raw<Arriving[]>([]);
  #done = new Set<(made: Document) => void>();
  /** Folders that are being made: two files of one new folder make it once. */
  #making = new Map<string, Promise<Id | null>>();

  onDone(tell: (made: Document) => void): () => void {
    this.#done.add(tell);
    return () => this.#done.delete(tell);
  }

  add(space: Id, folder: Id | null, dropped: Dropped[]): void {
    const fresh = dropped.map(({ file, path }) => {
      const one = new Arriving(space, folder, file, path);
      if (!path.length) one.becomes = next(space, folder, file.name);
      return one;
    });
    this.list = [...this.list.filter((one) => one.phase !== 'done'), ...fresh];
    this.#next();
  }

  stopAll(): void {
    for (const one of this.list) one.stop.abort();
    this.list = [];
  }

  drop(one: Arriving): void {
    one.stop.abort();
    this.list = this.list.filter((other) => other !== one);
    this.#next();
  }

  retry(one: Arriving): void {
    one.stop = new AbortController();
    one.phase = 'waiting';
    one.reason = '';
    this.#next();
  }

  /** Both are kept: what became a version already is taken back and sent once more beside it. */
  async keepBoth(one: Arriving): Promise<void> {
    one.keepBoth = true;
    if (one.phase !== 'done' || !one.command) return;
    await api.post('/undo', { command: one.command });
    one.id = newId();
    one.sent = 0;
    this.retry(one);
  }

  #next(): void {
    const busy = this.list.filter((one) => one.phase === 'sending').length;
    const waiting = this.list.filter((one) => one.phase === 'waiting');
    // Those whose name is new go first, so that there is time to choose for the others.
    const one = waiting.find((other) => !other.becomes) ?? waiting[0];
    if (!one || busy >= atOnce) return;
    one.phase = 'sending';
    one.begun = Date.now();
    void this.#send(one).finally(() => this.#next());
    this.#next();
  }

  async #send(one: Arriving): Promise<void> {
    const { signal } = one.stop;
    try {
      const limit = store.organization?.file_limit ?? Infinity;
      if (one.file.size > limit) {
        this.#fail(one, t('files.too_large', { size: bytes(one.file.size), limit: bytes(limit) }), false);
        return;
      }
      const folder = await this.#place(one);
      const send = () => (one.file.size > part ? partly(one, folder) : whole(one, folder));
      const { data, command } = await patiently(send, signal);
      store.putDocument(data);
      one.made = data;
      one.command = command;
      one.phase = 'done';
      // What came new needs no line any more; what became a version says so.
      if (!one.becomes || one.keepBoth) this.list = this.list.filter((other) => other !== one);
      announce(t('documents.arrived', { name: data.title }));
      this.#done.forEach((tell) => tell(data));
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      this.#fail(one, error.said || t('documents.not_sent'), error.offline || error.status >= 500);
    }
  }

  /** The folder it belongs into, made on the way where it is missing. */
  async #place(one: Arriving): Promise<Id | null> {
    let at = one.folder;
    for (const name of one.path) {
      const parent = at;
      const key = `${one.space}/${parent}/${name.toLowerCase()}`;
      let made = this.#making.get(key);
      if (!made) {
        made = this.#folder(one.space, parent, name);
        this.#making.set(key, made);
        void made.finally(() => this.#making.delete(key)).catch(() => undefined);
      }
      at = await made;
    }
    if (one.path.length) one.becomes = next(one.space, at, one.file.name);
    return at;
  }

  async #folder(space: Id, parent: Id | null, name: string): Promise<Id | null> {
    const known = folders.inside(space, parent).find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (known) return known.id;
    const { data } = await api.post<Folder>(`/spaces/${space}/folders`, { name, parent_id: parent });
    store.putFolder(data);
    return data.id;
  }

  #fail(one: Arriving, reason: string, again: boolean): void {
    one.phase = 'failed';
    one.reason = reason;
    one.again = again;
    announce(`${one.file.name}: ${reason}`);
  }
}

export const arrivals = new Arrivals();

const wayOf = (one: Arriving) => (one.keepBoth ? 'keep_both' : 'version');

function whole(one: Arriving, folder: Id | null): Promise<Answer<Document>> {
  return sendBytes<Document>('POST', `/spaces/${one.space}/files`, one.file, {
    query: { name: one.file.name || 'file', folder_id: folder, if_exists: wayOf(one) },
    signal: one.stop.signal,
    onprogress: (sent) => (one.sent = Math.min(sent, one.file.size)),
  });
}

function partly(one: Arriving, folder: Id | null): Promise<Answer<Document>> {
  return inParts({
    id: one.id,
    space: one.space,
    file: one.file,
    goal: { name: one.file.name || 'file', folder_id: folder, if_exists: wayOf(one) },
    signal: one.stop.signal,
    onprogress: (sent) => (one.sent = sent),
  });
}

/** Files of a drop, with the folders they came in. */
export async function droppedFiles(data: DataTransfer): Promise<Dropped[]> {
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (!entries.some((entry) => entry.isDirectory)) return [...data.files].map((file) => ({ file, path: [] }));
  const list: Dropped[] = [];
  const walk = async (entry: FileSystemEntry, path: string[]): Promise<void> => {
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) =>
        (entry as FileSystemFileEntry).file(resolve, reject),
      );
      list.push({ file, path });
      return;
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject),
      );
      if (!some.length) return;
      for (const one of some) await walk(one, [...path, entry.name]);
    }
  };
  for (const entry of entries) await walk(entry, []);
  return list;
}

/** Asks which files to send. */
export function pickDocuments(space: Id, folder: Id | null, whole = false): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.webkitdirectory = whole;
  input.addEventListener('change', () => {
    const list = [...(input.files ?? [])].map((file) => ({
      file,
      path: file.webkitRelativePath.split('/').slice(0, -1),
    }));
    arrivals.add(space, folder, list);
  });
  input.click();
}
