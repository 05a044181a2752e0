// Changes to documents and folders. Each is shown at once and can be taken back.
import { api } from '../../api/client';
import type { Document, Folder, Id } from '../../api/types';
import { mutate } from '../../app/mutate';
import { store } from '../../app/store.svelte';
import { t } from '../../words';

type Patch = Partial<
  Pick<Document, 'title' | 'folder_id' | 'pinned' | 'template' | 'everywhere' | 'archived'>
>;

function show(id: Id, change: Partial<Document>): () => void {
  const before = store.documents.get(id);
  if (before) store.documents.set(id, { ...before, ...change });
  return () => {
    if (before && store.documents.get(id)?.version === before.version) store.documents.set(id, before);
  };
}

const versionOf = (one: Document) => store.documents.get(one.id)?.version ?? one.version;
const failed = (title: string) => t('documents.not_saved', { title });

export function patchDocument(one: Document, patch: Patch, done?: string): Promise<boolean> {
  const { title } = patch;
  return mutate<Document>({
    apply: () => show(one.id, patch),
    send: () => api.patch<Document>(`/documents/${one.id}`, patch, versionOf(one)),
    settle: (data) => store.putDocument(data),
    done,
    failed: failed(one.title),
    conflict:
      title === undefined
        ? undefined
        : {
            field: t('documents.name'),
            mine: title,
            theirs: (current) => {
              store.putDocument(current as Document);
              return (current as Document).title;
            },
            keepMine: () => patchDocument(one, patch, done),
          },
  });
}

export function trashDocument(one: Document): Promise<boolean> {
  return mutate<Document | null>({
    apply: () => show(one.id, { trashed_at: new Date().toISOString() }),
    send: () => api.delete<Document | null>(`/documents/${one.id}`, versionOf(one)),
    settle: (data) => {
      if (data && 'id' in data) store.putDocument(data);
    },
    done: t('documents.trashed', { title: one.title }),
    failed: failed(one.title),
  });
}

export function restoreDocument(one: Document): Promise<boolean> {
  return mutate<Document>({
    send: () => api.post<Document>(`/documents/${one.id}/restore`),
    settle: (data) => store.putDocument(data),
    done: t('documents.restored', { title: one.title }),
    failed: failed(one.title),
  });
}

export function moveDocument(one: Document, space: Id, folder: Id | null): Promise<boolean> {
  if (space === one.space_id)
    return patchDocument(one, { folder_id: folder }, t('documents.moved', { title: one.title }));
  return mutate<Document>({
    send: () => api.post<Document>(`/documents/${one.id}/move`, { space_id: space, folder_id: folder }),
    settle: (data) => store.putDocument(data),
    done: t('documents.moved', { title: one.title }),
    failed: failed(one.title),
  });
}

export function copyDocument(one: Document, space: Id, folder: Id | null): Promise<boolean> {
  return mutate<Document>({
    send: () => api.post<Document>(`/documents/${one.id}/copy`, { space_id: space, folder_id: folder }),
    settle: (data) => store.putDocument(data),
    done: (data) => t('documents.copied', { title: data.title }),
    failed: failed(one.title),
  });
}

export function setLock(one: Document, on: boolean): Promise<boolean> {
  const path = `/documents/${one.id}/lock`;
  return mutate<Document>({
    send: () => (on ? api.put<Document>(path) : api.delete<Document>(path)),
    settle: (data) => {
      if (data && 'id' in data) store.putDocument(data);
    },
    done: t(on ? 'documents.locked' : 'documents.unlocked', { title: one.title }),
    takeBack: null,
    failed: failed(one.title),
  });
}

export function setFollowing(one: Document, person: Id, on: boolean): Promise<boolean> {
  const others = one.follower_ids.filter((id) => id !== person);
  const path = `/documents/${one.id}/followers/${person}`;
  return mutate<Document>({
    apply: () => show(one.id, { follower_ids: on ? [...others, person] : others, following: on }),
    send: () => (on ? api.put<Document>(path) : api.delete<Document>(path)),
    settle: (data) => {
      if (data && 'id' in data) store.putDocument(data);
    },
    failed: failed(one.title),
  });
}

const folderVersion = (folder: Folder) => store.folders.get(folder.id)?.version ?? folder.version;

export async function makeFolder(space: Id, parent: Id | null, name: string): Promise<Folder | null> {
  let made: Folder | null = null;
  await mutate<Folder>({
    send: () => api.post<Folder>(`/spaces/${space}/folders`, { name, parent_id: parent }),
    settle: (data) => {
      store.putFolder(data);
      made = data;
    },
    done: t('documents.folder_made', { name }),
    failed: t('documents.no_folder'),
  });
  return made;
}

export function patchFolder(
  folder: Folder,
  patch: Partial<Pick<Folder, 'name' | 'parent_id' | 'space_id'>>,
  done: string,
): Promise<boolean> {
  return mutate<Folder>({
    apply: () => {
      store.folders.set(folder.id, { ...folder, ...patch });
      return () => store.folders.set(folder.id, folder);
    },
    send: () => api.patch<Folder>(`/folders/${folder.id}`, patch, folderVersion(folder)),
    settle: (data) => store.putFolder(data),
    done,
    failed: failed(folder.name),
  });
}

export function trashFolder(folder: Folder, undone: () => unknown): Promise<boolean> {
  return mutate<unknown>({
    apply: () => {
      store.folders.set(folder.id, { ...folder, trashed_at: new Date().toISOString() });
      return () => store.folders.set(folder.id, folder);
    },
    send: () => api.delete(`/folders/${folder.id}`, folderVersion(folder)),
    done: t('documents.folder_trashed', { name: folder.name }),
    undone,
    failed: failed(folder.name),
  });
}

export function restoreFolder(folder: Folder): Promise<boolean> {
  return mutate<Folder>({
    send: () => api.post<Folder>(`/folders/${folder.id}/restore`),
    settle: (data) => store.putFolder(data),
    done: t('documents.restored', { title: folder.name }),
    failed: failed(folder.name),
  });
}

/** A new page, opened for writing by whoever made it. */
export async function makePage(
  space: Id,
  folder: Id | null,
  title: string,
  template?: Id,
): Promise<Document | null> {
  let made: Document | null = null;
  await mutate<Document>({
    send: () =>
      api.post<Document>(`/spaces/${space}/pages`, {
        title,
        folder_id: folder,
        ...(template ? { template_id: template } : {}),
      }),
    settle: (data) => {
      store.putDocument(data);
      made = data;
    },
    failed: t('documents.no_page'),
  });
  return made;
}
