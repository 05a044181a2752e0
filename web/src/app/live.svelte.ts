// The live stream: one connection a page, kept open, and taken up again exactly where it ended.
import { listeners } from '../api/client';
import type { Id, LiveFrame, Present } from '../api/types';
import { base } from './base';
import { connection, onReturn } from './connection.svelte';
import { take } from './live-objects';
import { startPolling, stopPolling } from './polling';
import { store } from './store.svelte';

/** The server says something at least every twenty seconds. */
const silence = 50_000;
const longest = 15_000;
/** After so many attempts that came to nothing while the server answers otherwise, it is asked instead. */
const attempts = 4;
const signedOut = 4401;

/** Whoever has a page of documents open: its frames come and go over the same connection. */
export interface PageLine {
  readonly id: Id;
  readonly write: boolean;
  /** The connection stands, perhaps again: what was missed has to be asked for. */
  up: () => void;
  down: () => void;
  heard: (frame: Uint8Array) => void;
}

class Live {
  /** The server has become a newer version than this page. */
  newVersion = $state(false);
  /** The others at the item this page looks at. */
  present = $state.raw<Present[]>([]);
  #socket: WebSocket | null = null;
  #cursor = '';
  #running = false;
  #polling = false;
  #tries = 0;
  #heard = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #forget: (() => void) | undefined;
  #item: Id | null = null;
  #field: string | null = null;
  #page: PageLine | null = null;
  #stands = false;

  /** The stream cannot be had, and the log is asked. */
  get isPolling(): boolean {
    return this.#polling;
  }

  /** Follows from the state the page was given, so that nothing falls between the two. */
  start(cursor: string): void {
    this.#cursor = cursor;
    if (this.#running) return;
    this.#running = true;
    this.#tries = 0;
    document.addEventListener('visibilitychange', this.#wake);
    addEventListener('online', this.#wake);
    this.#forget = onReturn(this.#wake);
    this.#watch = setInterval(() => this.#check(), 10_000);
    this.#open();
  }

  stop(): void {
    this.#running = false;
    this.#leavePolling();
    clearTimeout(this.#timer);
    clearInterval(this.#watch);
    document.removeEventListener('visibilitychange', this.#wake);
    removeEventListener('online', this.#wake);
    this.#forget?.();
    this.#drop();
    this.present = [];
  }

  /** This page comes to an item, or leaves it. */
  look(item: Id | null): void {
    if (item === this.#item) return;
    this.#item = item;
    this.#field = null;
    this.present = [];
    this.#say();
  }

  /** It writes in a field of that item. */
  writes(field: string | null): void {
    if (field === this.#field || !this.#item) return;
    this.#field = field;
    this.#say();
  }

  /** Follows a page, instead of the one before; returns the way to leave it. */
  follow(page: PageLine): () => void {
    this.#page = page;
    if (this.#stands) this.#enter();
    return () => {
      if (this.#page !== page) return;
      this.#page = null;
      if (this.#stands) this.#socket?.send(JSON.stringify({ type: 'page', item_id: null, write: false }));
    };
  }

  /** Sends a frame of the page that is followed; false when nothing can be sent. */
  send(frame: Uint8Array<ArrayBuffer>): boolean {
    if (!this.#stands || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(frame);
    return true;
  }

  #enter(): void {
    const { id, write } = this.#page ?? {};
    if (!id) return;
    this.#socket?.send(JSON.stringify({ type: 'page', item_id: id, write }));
    this.#page?.up();
  }

  #say(): void {
    if (this.#socket?.readyState === WebSocket.OPEN)
      this.#socket.send(JSON.stringify({ type: 'look', item_id: this.#item, field: this.#field }));
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#fell();
    socket?.close();
  }

  #fell(): void {
    if (!this.#stands) return;
    this.#stands = false;
    this.#page?.down();
  }

  #open(): void {
    clearTimeout(this.#timer);
    if (!this.#running || this.#socket) return;
    const address = new URL(`${base}api/v1/live?since=${encodeURIComponent(this.#cursor)}`, location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#heard = Date.now();
    socket.onmessage = (event) => {
      if (this.#socket !== socket) return;
      if (typeof event.data === 'string') this.#hear(JSON.parse(event.data) as LiveFrame);
      else this.#hearPage(new Uint8Array(event.data as ArrayBuffer));
    };
    socket.onclose = (event) => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#fell();
      this.#lost(event.code);
    };
  }

  #lost(code: number): void {
    this.present = [];
    if (!this.#running) return;
    if (code === signedOut) return listeners.signedOut();
    this.#tries += 1;
    // A restart is over before anybody has to be told of it.
    if (this.#tries > 1) void connection.check();
    if (this.#tries >= attempts && !connection.offlineSince) this.#poll();
    const wait = Math.min(longest, 250 * 2 ** Math.min(this.#tries, 8)) * (0.6 + 0.4 * Math.random());
    this.#timer = setTimeout(() => this.#open(), this.#polling ? 60_000 : wait);
  }

  #poll(): void {
    if (this.#polling) return;
    this.#polling = true;
    startPolling(this.#cursor);
  }

  #leavePolling(): void {
    if (!this.#polling) return;
    this.#polling = false;
    this.#cursor = stopPolling();
  }

  #hear(frame: LiveFrame): void {
    this.#heard = Date.now();
    if (frame.type === 'hello') {
      // After a restore everything shown is of another history.
      if (plain(frame.history) !== plain(store.history)) return location.reload();
      this.newVersion = frame.version !== store.appVersion;
      this.#tries = 0;
      this.#stands = true;
      this.#leavePolling();
      listeners.reached();
      if (this.#item) this.#say();
      this.#enter();
    } else if (frame.type === 'presence') {
      if (frame.item_id === this.#item) this.present = frame.people;
    } else if (frame.type !== 'page_saved') take(frame);
    if (frame.cursor) this.#cursor = frame.cursor;
  }

  #hearPage(frame: Uint8Array): void {
    this.#heard = Date.now();
    this.#page?.heard(frame);
  }

  /** A line that says nothing is no line: after sleep, or behind a proxy that forgot it. */
  #check(): void {
    if (!this.#socket || Date.now() - this.#heard < silence) return;
    this.#drop();
    this.#open();
  }

  #wake = (): void => {
    if (document.visibilityState !== 'visible' || !this.#running) return;
    this.#tries = 0;
    // One that was begun before the net was there may wait for ever.
    if (!this.#stands) this.#drop();
    this.#check();
    this.#open();
  };
}

const plain = (id: string) => id.replaceAll('-', '');

export const live = new Live();
