// Between the document of an open editor and the server: what is written goes out at once, what others write comes in,
// and after a cut both tell each other what they lack. Nothing written here is let go before the server has saved it.
import {
  Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { Id } from '../../../api/types';
import { frame, kind, readCount, readFrame, readJson, type Writer } from '../frames';

/** What carries the frames: the live stream, or in tests a server in memory. */
export interface Carrier {
  follow: (page: {
    id: Id;
    write: boolean;
    up: () => void;
    down: () => void;
    heard: (frame: Uint8Array) => void;
  }) => () => void;
  send: (frame: Uint8Array<ArrayBuffer>) => boolean;
}

export interface Store {
  all: () => Promise<Uint8Array[]>;
  put: (update: Uint8Array) => void;
  clear: () => void;
}

export type Standing = 'opening' | 'saved' | 'saving' | 'offline' | 'refused';

export class PageLink {
  standing = $state<Standing>('opening');
  /** Why the server took nothing more. */
  reason = $state('');
  people = $state.raw<Writer[]>([]);
  /** Told when it is known who is there. */
  onpeople: (() => void) | null = null;
  readonly write = true;
  readonly awareness: Awareness;
  #up = false;
  #sent = 0;
  #saved = 0;
  /** Something was written that did not go out yet. */
  #waits = false;
  /** On this connection the server has said what it has. */
  #told = false;
  #leave: (() => void) | null = null;

  constructor(
    readonly id: Id,
    readonly doc: Y.Doc,
    readonly carrier: Carrier,
    readonly kept: Store,
  ) {
    this.awareness = new Awareness(doc);
  }

  /** Lays down the state as the server has it and what waited here, then follows. */
  async open(state: Uint8Array): Promise<void> {
    if (state.length) Y.applyUpdate(this.doc, state, this);
    const before = await this.kept.all();
    for (const update of before) Y.applyUpdate(this.doc, update, this);
    this.#waits = before.length > 0;
    this.doc.on('update', this.#written);
    this.awareness.on('update', this.#moved);
    this.#leave = this.carrier.follow(this);
    if (!this.#up) this.standing = 'offline';
  }

  close(): void {
    this.doc.off('update', this.#written);
    removeAwarenessStates(this.awareness, [this.doc.clientID], 'closed');
    this.awareness.off('update', this.#moved);
    this.awareness.destroy();
    this.#leave?.();
  }

  up = (): void => {
    if (this.standing === 'refused') return;
    this.#up = true;
    this.#told = false;
    this.#sent = 0;
    this.#saved = 0;
    this.#say(kind.sync, Y.encodeStateVector(this.doc));
    if (this.awareness.getLocalState())
      this.#moved({ added: [], updated: [this.doc.clientID], removed: [] }, 'local');
    this.#stand();
  };

  down = (): void => {
    this.#up = false;
    // What went out and was not yet saved may be lost: the vector of the next connection tells.
    if (this.#sent > this.#saved) this.#waits = true;
    this.people = [];
    const others = [...this.awareness.getStates().keys()].filter((id) => id !== this.doc.clientID);
    removeAwarenessStates(this.awareness, others, this);
    this.#stand();
  };

  heard = (bytes: Uint8Array): void => {
    const read = readFrame(bytes);
    if (!read || read.page !== this.id) return;
    const { payload } = read;
    if (read.kind === kind.update) Y.applyUpdate(this.doc, payload, this);
    else if (read.kind === kind.vector) this.#answer(payload);
    else if (read.kind === kind.awareness) applyAwarenessUpdate(this.awareness, payload, this);
    else if (read.kind === kind.people) this.#met(readJson<Writer[]>(payload));
    else if (read.kind === kind.saved) {
      this.#saved = readCount(payload);
      this.#stand();
    } else if (read.kind === kind.refused) {
      this.reason = readJson<{ message?: string }>(payload).message ?? '';
      this.#up = false;
      this.standing = 'refused';
      // The server has closed the connection: the next one is for everything else.
      this.#leave?.();
    }
  };

  /** The server says what it has; it gets the rest. */
  #answer(vector: Uint8Array): void {
    const lacking = Y.encodeStateAsUpdate(this.doc, vector);
    this.#told = true;
    this.#waits = false;
    // Two zeros say that nothing is lacking.
    if (lacking.length > 2) this.#send(lacking);
    this.#stand();
  }

  #met(people: Writer[]): void {
    this.people = people;
    const here = new Set(people.map((one) => one.client_id));
    const gone = [...this.awareness.getStates().keys()].filter(
      (id) => id !== this.doc.clientID && !here.has(id),
    );
    if (gone.length) removeAwarenessStates(this.awareness, gone, this);
    this.onpeople?.();
  }

  #written = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    this.kept.put(update);
    this.#send(update);
    this.#stand();
  };

  #moved = (
    { added, updated, removed }: { added: number[]; updated: number[]; removed: number[] },
    origin: unknown,
  ): void => {
    const own = [...added, ...updated, ...removed].includes(this.doc.clientID);
    if (origin === this || !own || !this.#up) return;
    this.#say(kind.awareness, encodeAwarenessUpdate(this.awareness, [this.doc.clientID]));
  };

  #send(update: Uint8Array): void {
    if (this.#up && this.#say(kind.update, update)) this.#sent += 1;
    else this.#waits = true;
  }

  #say(which: number, payload: Uint8Array): boolean {
    return this.carrier.send(frame(this.id, which, payload));
  }

  #stand(): void {
    if (this.standing === 'refused') return;
    if (!this.#up) this.standing = 'offline';
    else if (this.#waits || this.#saved < this.#sent) this.standing = 'saving';
    else {
      this.standing = 'saved';
      if (this.#told) this.kept.clear();
    }
  }
}
