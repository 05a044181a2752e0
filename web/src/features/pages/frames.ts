// The binary frames of a page on the live stream: whose they are, what they are, and what they hold.
import type { Id } from '../../api/types';

export const kind = {
  update: 0,
  sync: 1,
  vector: 2,
  awareness: 3,
  saved: 4,
  people: 5,
  refused: 6,
} as const;

export interface PageFrame {
  page: Id;
  kind: number;
  payload: Uint8Array;
}

/** Somebody who has the page open, by the number its editor has among the others. */
export interface Writer {
  client_id: number;
  person_id: Id;
  write: boolean;
}

const idLength = 16;

export function frame(page: Id, which: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(idLength + 1 + payload.length);
  const hex = page.replaceAll('-', '');
  for (let i = 0; i < idLength; i++) bytes[i] = Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16);
  bytes[idLength] = which;
  bytes.set(payload, idLength + 1);
  return bytes;
}

export function readFrame(bytes: Uint8Array): PageFrame | null {
  if (bytes.length <= idLength) return null;
  const hex = [...bytes.subarray(0, idLength)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const page = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return { page: page.join('-'), kind: bytes[idLength] ?? 0, payload: bytes.subarray(idLength + 1) };
}

/** How far the server has committed. */
export function readCount(payload: Uint8Array): number {
  return payload.length < 8 ? 0 : Number(new DataView(payload.buffer, payload.byteOffset).getBigUint64(0));
}

export function readJson<T>(payload: Uint8Array): T {
  return JSON.parse(new TextDecoder().decode(payload)) as T;
}
