// What was written here and is not saved yet, kept on this device: it survives a closed tab. Where a browser gives no
// storage (a private window), everything still works as long as the tab stays open.
import type { Id } from '../../../api/types';

const name = 'guildhall-pages';
const table = 'updates';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(table, { autoIncrement: true }).createIndex('of', 'of');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error(name));
  });
}

async function within<T>(
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const base = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = base.transaction(table, mode);
      const request = use(transaction.objectStore(table));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error(name));
    });
  } finally {
    base.close();
  }
}

interface Row {
  of: string;
  update: Uint8Array;
}

/** Of one person at one page: another who signs in on this device neither sees nor sends it. */
export class Kept {
  readonly #of: string;
  #keys: IDBValidKey[] = [];
  #line: Promise<unknown> = Promise.resolve();

  constructor(person: Id, page: Id) {
    this.#of = `${person}/${page}`;
  }

  async all(): Promise<Uint8Array[]> {
    try {
      const range = IDBKeyRange.only(this.#of);
      this.#keys = await within('readonly', (store) => store.index('of').getAllKeys(range));
      const rows = await within('readonly', (store) => store.index('of').getAll(range) as IDBRequest<Row[]>);
      return rows.map((row) => row.update);
    } catch {
      return [];
    }
  }

  /** In the order of writing, each after the one before. */
  put(update: Uint8Array): void {
    const row: Row = { of: this.#of, update };
    this.#then(async () => {
      this.#keys.push(await within('readwrite', (store) => store.add(row)));
    });
  }

  /** All that is kept until now is saved. */
  clear(): void {
    this.#then(async () => {
      const keys = this.#keys;
      this.#keys = [];
      if (!keys.length) return;
      await within('readwrite', (store) => {
        const [last] = keys.map((key) => store.delete(key)).slice(-1);
        return last as IDBRequest<undefined>;
      });
    });
  }

  /** When everything begun is done. */
  get done(): Promise<unknown> {
    return this.#line;
  }

  #then(next: () => Promise<void>): void {
    this.#line = this.#line.then(next).catch(() => undefined);
  }
}

/** Whether something written here waits to be sent, without an editor. */
export async function isKept(person: Id, page: Id): Promise<boolean> {
  return (await new Kept(person, page).all()).length > 0;
}
