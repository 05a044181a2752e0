// The shared words of a page that is only read, for the places of passages.
import { apiPath } from '../../api/client';
import type { Id } from '../../api/types';
import { endsAt, placed, readState } from './anchors';
import type { Passage } from './draw';
import type { Ends, Marked } from './editor/passages';

async function stateOf(page: Id): Promise<Uint8Array> {
  const response = await fetch(apiPath(`/pages/${page}/state`), { credentials: 'same-origin' }).catch(
    () => null,
  );
  return response?.ok ? new Uint8Array(await response.arrayBuffer()) : new Uint8Array();
}

export async function placesOf(page: Id, marks: Marked[]): Promise<Passage[]> {
  return placed(readState(await stateOf(page)), marks);
}

export async function endsIn(page: Id, from: number, to: number, quote: string): Promise<Ends | null> {
  return endsAt(readState(await stateOf(page)), from, to, quote);
}
