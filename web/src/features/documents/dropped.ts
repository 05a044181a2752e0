// Files and folders dropped onto a list of documents.
import type { Id } from '../../api/types';
import { takeFiles } from '../files/drop';
import { arrivals, droppedFiles } from './uploads.svelte';

/** Where they go, and who is told that something hangs over the list. */
interface Where {
  space: Id;
  folder: Id | null;
  onover: (now: boolean) => void;
}

/** Takes what is dropped on an element; a folder of the list takes what is dropped on it. Answers what ends it. */
export function takeDropped(zone: HTMLElement, { space, folder, onover }: Where): () => void {
  const drop = (event: DragEvent) => {
    const data = event.dataTransfer;
    if (!data?.types.includes('Files')) return;
    event.preventDefault();
    event.stopPropagation();
    onover(false);
    const under = (event.target as Element).closest<HTMLElement>('[data-folder]')?.dataset.folder;
    void droppedFiles(data).then((files) => arrivals.add(space, under ?? folder, files));
  };
  zone.addEventListener('drop', drop, true);
  const add = (files: File[]) =>
    arrivals.add(
      space,
      folder,
      files.map((file) => ({ file, path: [] })),
    );
  const stop = takeFiles({ zone, onover, onfiles: add });
  return () => {
    zone.removeEventListener('drop', drop, true);
    stop();
  };
}
