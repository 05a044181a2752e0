// The bytes of a document on their way in parts: a broken line costs one of them, and it goes on from there.
import { api, ApiError, type Answer } from '../../api/client';
import type { Document, Id, Upload } from '../../api/types';
import { sendBytes } from '../../api/upload';

/** Larger files go in parts. */
export const part = 4 * 1024 * 1024;
const patience = [500, 2000, 5000];

interface Going {
  /** Sent again with it, it goes on where it was. */
  id: Id;
  space: Id;
  file: File;
  /** What it is to be. */
  goal: { name: string; document_id?: Id; folder_id?: Id | null; if_exists?: string };
  signal?: AbortSignal;
  onprogress: (sent: number) => void;
}

/** Sends what is large. */
export async function inParts(going: Going): Promise<Answer<Document>> {
  const { id, space, file, goal, signal, onprogress } = going;
  const begun = { id, bytes: file.size, ...goal };
  let answer = await api
    .post<Upload>(`/spaces/${space}/uploads`, begun, { signal })
    .catch(async (error: unknown) => {
      // Begun before: only the answer was lost.
      if (!(error instanceof ApiError) || error.code !== 'id_taken') throw error;
      return { data: await api.get<Upload>(`/uploads/${id}`, undefined, signal), command: null };
    });
  while (!answer.data.document_id) {
    const from = answer.data.offset;
    onprogress(from);
    answer = await sendBytes<Upload>('PUT', `/uploads/${id}`, file.slice(from, from + part), {
      query: { offset: from },
      signal,
      onprogress: (sent) => onprogress(Math.min(from + sent, file.size)),
    });
  }
  return { data: await api.get<Document>(`/documents/${answer.data.document_id}`), command: answer.command };
}

/** Tries again a few times while the line is broken. */
export async function patiently<T>(send: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (const wait of patience) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof ApiError) || !error.offline || signal?.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return send();
}
