// What comes into a page from beside it: its state, files, and what is named.
import { api, apiPath } from '../../../api/client';
import type { Attachment, Id } from '../../../api/types';

const pictures = ['png', 'jpeg', 'gif', 'webp'];

/** Large states come by HTTP; the line brings what was written since. */
export async function stateOf(id: Id): Promise<Uint8Array> {
  const response = await fetch(apiPath(`/pages/${id}/state`), { credentials: 'same-origin' });
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  // What is wrong is told in the words of the document.
  await api.get(`/documents/${id}`);
  throw new Error(response.statusText);
}

/** A file as it stands in a page. */
export const nodeOf = (file: Attachment) =>
  pictures.includes(file.kind)
    ? { type: 'image', attrs: { file: file.id, alt: file.name.replace(/\.\w+$/, '') } }
    : { type: 'fileBlock', attrs: { file: file.id, name: file.name } };

/** A person, a space or an item as it is named in a page. */
export const nodeNamed = (kind: 'person' | 'space' | 'item', id: Id, label: string) =>
  kind === 'item'
    ? { type: 'itemChip', attrs: { id, label } }
    : { type: 'mention', attrs: { kind, id, label } };

export function pickFiles(onlyPictures: boolean, take: (files: File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  if (onlyPictures) input.accept = 'image/*';
  input.addEventListener('change', () => take([...(input.files ?? [])]));
  input.click();
}

/** Beside the text a browser would leave the page and open a dropped file instead. Answers what ends it. */
export function staysWhenDropped(): () => void {
  const keep = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };
  addEventListener('dragover', keep);
  addEventListener('drop', keep);
  return () => {
    removeEventListener('dragover', keep);
    removeEventListener('drop', keep);
  };
}
