import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Process } from '../../api/types';
import { Draft } from './draft.svelte';
import { emptyStep } from './lines';

const process = {
  id: 'p',
  name: 'Van check',
  body: '',
  rule: { words: 'every Monday at 8:30' },
  steps: [emptyStep('Look'), emptyStep('Count')],
  assign: { who: 'nobody', person_ids: [] },
  show_days: 0,
  done_days: 0,
  done_at: null,
  late: 'start',
  estimate_minutes: null,
  version: '7',
} as unknown as Process;

const begun = (of: Process | undefined = process) => {
  const draft = new Draft('p');
  draft.begin(of);
  return draft;
};
const texts = (draft: Draft) => draft.steps.map((step) => step.text);
const key = (draft: Draft, place: number) => draft.steps[place]?.key ?? 0;

/** A device that keeps what is put there. */
function device() {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => kept.set(name, text),
    removeItem: (name: string) => kept.delete(name),
  });
  return kept;
}
afterEach(() => vi.unstubAllGlobals());

describe('the steps of a draft', () => {
  it('are put in after one, or at the end', () => {
    const draft = begun();
    const last = draft.add([emptyStep('Tyres'), emptyStep('Oil')], key(draft, 0));
    expect(texts(draft)).toEqual(['Look', 'Tyres', 'Oil', 'Count']);
    expect(draft.steps[2]?.key).toBe(last);
    draft.add([emptyStep('Keys')]);
    expect(texts(draft).at(-1)).toBe('Keys');
  });

  it('move by one, and not over either end', () => {
    const draft = begun();
    const first = key(draft, 0);
    expect(draft.move(first, -1)).toBe(0);
    expect(draft.move(first, 1)).toBe(2);
    expect(texts(draft)).toEqual(['Count', 'Look']);
    expect(draft.move(first, 1)).toBe(0);
  });

  it('lead back to the one before when one goes, or to the next where there is none', () => {
    const draft = begun();
    const [first, second] = [key(draft, 0), key(draft, 1)];
    expect(draft.remove(second)).toBe(first);
    const other = draft.add([emptyStep('Oil')]);
    expect(draft.remove(first)).toBe(other);
    expect(draft.remove(other)).toBeUndefined();
  });
});

describe('what is written', () => {
  it('is kept on the device, with what it was compared with, until it is thrown away', () => {
    const kept = device();
    const draft = begun();
    draft.keep();
    expect(kept.size).toBe(0);
    draft.set({ name: 'Vans' });
    draft.keep();
    // Somebody else changes another field meanwhile: only the own change is sent, from the version it began with.
    const later = begun({ ...process, show_days: 3, version: '9' });
    expect(later.goesOn).toBe(true);
    expect(later.changes).toEqual({ name: 'Vans' });
    expect(later.version).toBe('7');
    later.discard(process);
    expect([later.goesOn, later.dirty, kept.size]).toEqual([false, false, 0]);
  });

  it('comes back after it was thrown away by mistake', () => {
    const kept = device();
    const draft = begun();
    draft.set({ name: 'Vans' });
    const back = draft.throwAway();
    expect(kept.size).toBe(0);
    back?.();
    expect(begun().fields.name).toBe('Vans');
  });

  it('is sent over what somebody else made of it, once it is compared with that', () => {
    const draft = begun();
    draft.set({ name: 'Vans' });
    draft.rebase({ ...process, name: 'Trucks', version: '9' });
    expect([draft.changes, draft.version]).toEqual([{ name: 'Vans' }, '9']);
  });

  it('follows what somebody else changes, as far as it is not what is written here', () => {
    const draft = begun();
    draft.set({ name: 'Vans' });
    const keys = draft.steps.map((step) => step.key);
    draft.follow({ ...process, body: 'Tyres first', show_days: 2, version: '9' }, 'Ana');
    expect([draft.theirs, draft.fields.body, draft.fields.show_days]).toEqual([null, 'Tyres first', 2]);
    expect([draft.changes, draft.version]).toEqual([{ name: 'Vans' }, '9']);
    expect(draft.steps.map((step) => step.key)).toEqual(keys);
    // Nothing unsaved: it simply is as they left it.
    const idle = begun();
    idle.follow({ ...process, name: 'Trucks', steps: [emptyStep('Oil')], version: '9' }, 'Ana');
    expect([idle.fields.name, texts(idle), idle.dirty]).toEqual(['Trucks', ['Oil'], false]);
    idle.follow({ ...process, version: '8' }, 'Ana');
    expect(idle.fields.name).toBe('Trucks');
  });

  it('offers what both changed, and either can be had', () => {
    const theirs = { ...process, name: 'Trucks', version: '9' };
    const draft = begun();
    draft.set({ name: 'Vans' });
    draft.follow(theirs, 'Ana');
    expect([draft.theirs?.name, draft.by, draft.fields.name]).toEqual(['Trucks', 'Ana', 'Vans']);
    draft.keepMine();
    expect([draft.theirs, draft.changes, draft.version]).toEqual([null, { name: 'Vans' }, '9']);
    draft.follow({ ...theirs, name: 'Lorries', version: 'a' }, 'Ana');
    draft.take();
    expect([draft.theirs, draft.fields.name, draft.dirty]).toEqual([null, 'Lorries', false]);
    draft.forget();
    // The same words from both are no conflict.
    draft.set({ name: 'Cars' });
    draft.follow({ ...theirs, name: 'Cars', version: 'b' }, 'Ana');
    expect([draft.theirs, draft.dirty]).toEqual([null, false]);
  });

  it('begins anew where what was kept cannot be read', () => {
    device().set('guildhall.draft.process.p', '{');
    expect(begun().goesOn).toBe(false);
  });
});
