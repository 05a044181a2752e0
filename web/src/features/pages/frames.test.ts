import { describe, expect, it } from 'vitest';
import { frame, kind, readCount, readFrame, readJson } from './frames';

const page = '019a1b2c-3d4e-7f60-8a9b-0c1d2e3f4a5b';

describe('frames of a page', () => {
  it('come out as they went in', () => {
    const read = readFrame(frame(page, kind.update, Uint8Array.of(1, 2, 255)));
    expect(read).toEqual({ page, kind: kind.update, payload: Uint8Array.of(1, 2, 255) });
  });

  it('may hold nothing, but not less than whose they are', () => {
    expect(readFrame(frame(page, kind.sync, new Uint8Array()))?.payload.length).toBe(0);
    expect(readFrame(new Uint8Array(16))).toBeNull();
  });

  it('read counts and words out of the middle of a buffer', () => {
    const count = readFrame(frame(page, kind.saved, Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 2)));
    expect(readCount(count?.payload ?? new Uint8Array())).toBe(258);
    const people = readFrame(frame(page, kind.people, new TextEncoder().encode('[{"client_id":7}]')));
    expect(readJson(people?.payload ?? new Uint8Array())).toEqual([{ client_id: 7 }]);
  });
});
