// A page from a file of Markdown somebody has.
import { ApiError } from '../../api/client';
import type { Document, Id } from '../../api/types';
import { sendBytes } from '../../api/upload';
import { router } from '../../app/router.svelte';
import { store } from '../../app/store.svelte';
import { toasts } from '../../app/toasts.svelte';
import { t } from '../../words';

export function pickImport(space: Id, folder: Id | null): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.md,.markdown,.txt';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file) void bring(space, folder, file);
  });
  input.click();
}

async function bring(space: Id, folder: Id | null, file: File): Promise<void> {
  try {
    const query = { name: file.name, folder_id: folder };
    const { data } = await sendBytes<Document>('POST', `/spaces/${space}/pages/import`, file, { query });
    store.putDocument(data);
    router.go(`/p/${data.id}`);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toasts.failed(error.message || t('documents.not_imported'), () => bring(space, folder, file));
  }
}
