// A page from a file somebody has: Markdown, a Word document, HTML.
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
  input.accept = '.docx,.md,.markdown,.txt,.html,.htm';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file) void bring(space, folder, file);
  });
  input.click();
}

/** What no second try changes: the sentence says what does. */
const final = ['unsupported_type', 'protected_file', 'unreadable_file', 'too_large', 'invalid'];

async function bring(space: Id, folder: Id | null, file: File): Promise<void> {
  const name = file.name;
  // A document with pictures takes a moment, to be sent and to be read.
  const going = toasts.show(t('documents.importing', { name }), null, 'plain', true);
  try {
    const query = { name, folder_id: folder };
    const { data } = await sendBytes<Document>('POST', `/spaces/${space}/pages/import`, file, { query });
    store.putDocument(data);
    router.go(`/p/${data.id}`);
    toasts.show(t('documents.imported', { title: data.title }));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const message = error.message || t('documents.not_imported');
    toasts.failed(message, final.includes(error.code) ? undefined : () => bring(space, folder, file));
  } finally {
    toasts.drop(going);
  }
}
