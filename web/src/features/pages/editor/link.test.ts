// Two and three editors joined by a server in memory that forwards, merges and saves as the real one does.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { frame, kind, readFrame } from '../frames';
import { PageLink, type Carrier, type Store } from './link.svelte';

const page = '019a1b2c-3d4e-7f60-8a9b-0c1d2e3f4a5b';

class Line implements Carrier {
  page: Parameters<Carrier['follow']>[0] | null = null;
  taken = 0;
  constructor(readonly server: Server) {}
  follow(given: Parameters<Carrier['follow']>[0]) {
    this.page = given;
    this.server.join(this);
    return () => this.server.lines.delete(this);
  }
  send(bytes: Uint8Array<ArrayBuffer>) {
    if (!this.server.lines.has(this)) return false;
    this.server.take(this, bytes);
    return true;
  }
}

class Server {
  readonly doc = new Y.Doc();
  readonly lines = new Set<Line>();
  /** Updates taken and not committed yet. */
  readonly waiting: [Line, number][] = [];
  join(line: Line) {
    this.lines.add(line);
    line.taken = 0;
    line.page?.up();
  }
  cut(line: Line) {
    this.lines.delete(line);
    this.waiting.splice(0, this.waiting.length, ...this.waiting.filter(([of]) => of !== line));
    line.page?.down();
  }
  take(from: Line, bytes: Uint8Array) {
    const read = readFrame(bytes);
    if (!read) throw new Error('a frame that is none');
    const tell = (to: Line, which: number, payload: Uint8Array) =>
      to.page?.heard(frame(page, which, payload));
    if (read.kind === kind.sync) {
      tell(from, kind.update, Y.encodeStateAsUpdate(this.doc, read.payload));
      tell(from, kind.vector, Y.encodeStateVector(this.doc));
      return;
    }
    if (read.kind === kind.update) {
      Y.applyUpdate(this.doc, read.payload);
      this.waiting.push([from, ++from.taken]);
    }
    for (const line of this.lines) if (line !== from) tell(line, read.kind, read.payload);
  }
  commit() {
    for (const [line, count] of this.waiting.splice(0)) {
      const payload = new Uint8Array(8);
      new DataView(payload.buffer).setBigUint64(0, BigInt(count));
      line.page?.heard(frame(page, kind.saved, payload));
    }
  }
}

/** What a device keeps. */
function shelf(): Store & { rows: Uint8Array[] } {
  const rows: Uint8Array[] = [];
  return { rows, all: async () => rows, put: (update) => rows.push(update), clear: () => rows.splice(0) };
}

async function join(server: Server, kept = shelf()) {
  const line = new Line(server);
  const link = new PageLink(page, new Y.Doc(), line, kept);
  await link.open(Y.encodeStateAsUpdate(server.doc));
  return { line, link, kept, text: link.doc.getText('words') };
}

describe('the line of an open page', () => {
  it('brings what one writes to the other at once', async () => {
    const server = new Server();
    const [ana, tom] = [await join(server), await join(server)];
    ana.text.insert(0, 'Boiler');
    expect(tom.text.toString()).toBe('Boiler');
    expect(server.doc.getText('words').toString()).toBe('Boiler');
  });

  it('says Saved only after the server has committed', async () => {
    const server = new Server();
    const { link, text, kept } = await join(server);
    expect(link.standing).toBe('saved');
    text.insert(0, 'a');
    text.insert(1, 'b');
    expect(link.standing).toBe('saving');
    expect(kept.rows.length).toBe(2);
    server.commit();
    expect(link.standing).toBe('saved');
    expect(kept.rows.length).toBe(0);
  });

  it('merges what both wrote while one was cut off', async () => {
    const server = new Server();
    const [ana, tom] = [await join(server), await join(server)];
    ana.text.insert(0, 'ten minutes');
    server.commit();
    server.cut(ana.line);
    expect(ana.link.standing).toBe('offline');
    ana.text.insert(0, 'Wait ');
    tom.text.insert(tom.text.length, ' at full load');
    expect(tom.text.toString()).toBe('ten minutes at full load');
    server.join(ana.line);
    expect(ana.text.toString()).toBe('Wait ten minutes at full load');
    expect(tom.text.toString()).toBe('Wait ten minutes at full load');
    expect(ana.link.standing).toBe('saving');
    server.commit();
    expect(ana.link.standing).toBe('saved');
  });

  it('sends again what went out and was never committed', async () => {
    const server = new Server();
    const ana = await join(server);
    ana.text.insert(0, 'lost');
    server.cut(ana.line);
    // The server fell before it saved: it comes back without.
    const restarted = new Server();
    const line = ana.line as { server: Server };
    line.server = restarted;
    restarted.join(ana.line);
    expect(restarted.doc.getText('words').toString()).toBe('lost');
    restarted.commit();
    expect(ana.link.standing).toBe('saved');
  });

  it('keeps what a closed tab had not sent, and sends it next time', async () => {
    const server = new Server();
    const ana = await join(server);
    server.cut(ana.line);
    ana.text.insert(0, 'in the cellar');
    ana.link.close();
    expect(ana.kept.rows.length).toBe(1);
    const again = await join(server, ana.kept);
    expect(again.text.toString()).toBe('in the cellar');
    expect(server.doc.getText('words').toString()).toBe('in the cellar');
    server.commit();
    expect(again.kept.rows.length).toBe(0);
  });

  it('takes no typing on a new line for having told everything', async () => {
    const server = new Server();
    const kept = shelf();
    const link = new PageLink(page, new Y.Doc(), { follow: () => () => {}, send: () => true }, kept);
    await link.open(new Uint8Array());
    link.doc.getText('words').insert(0, 'offline');
    link.up();
    link.doc.getText('words').insert(0, 'typed ');
    const payload = new Uint8Array(8);
    payload[7] = 1;
    link.heard(frame(page, kind.saved, payload));
    // The server has not said yet what it has: the words from before may be on no disk but this one.
    expect(link.standing).toBe('saving');
    expect(kept.rows.length).toBe(2);
    link.heard(frame(page, kind.vector, Y.encodeStateVector(server.doc)));
    payload[7] = 2;
    link.heard(frame(page, kind.saved, payload));
    expect(link.standing).toBe('saved');
    expect(kept.rows.length).toBe(0);
  });

  it('stops for good when the server refuses, and keeps what is written', async () => {
    const server = new Server();
    const { link, kept, text } = await join(server);
    link.heard(
      frame(page, kind.refused, new TextEncoder().encode('{"code":"forbidden","message":"Read only."}')),
    );
    expect(link.standing).toBe('refused');
    expect(link.reason).toBe('Read only.');
    text.insert(0, 'still here');
    expect(kept.rows.length).toBe(1);
    expect(server.doc.getText('words').toString()).toBe('');
    link.up();
    expect(link.standing).toBe('refused');
  });

  it('shows where others are, and forgets who left', async () => {
    const server = new Server();
    const [ana, tom] = [await join(server), await join(server)];
    ana.link.awareness.setLocalState({ cursor: { anchor: 1, head: 1 } });
    const id = ana.link.doc.clientID;
    expect(tom.link.awareness.getStates().get(id)).toEqual({ cursor: { anchor: 1, head: 1 } });
    const people = (list: number[]) =>
      new TextEncoder().encode(
        JSON.stringify(list.map((client_id) => ({ client_id, person_id: 'p', write: true }))),
      );
    tom.link.heard(frame(page, kind.people, people([tom.link.doc.clientID])));
    expect(tom.link.awareness.getStates().has(id)).toBe(false);
    // y-protocols counts what is old by a timer.
    [ana, tom].forEach((one) => one.link.close());
  });
});
