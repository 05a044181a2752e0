// What keys do in a list of documents.
import Plus from '@lucide/svelte/icons/plus';
import Upload from '@lucide/svelte/icons/upload';
import type { Id } from '../../api/types';
import type { Action } from '../../app/actions.svelte';
import type { Cursor } from '../../ui/cursor.svelte';
import { t } from '../../words';

interface List {
  mayWrite: () => boolean;
  newPage: () => void;
  upload: () => void;
  cursor: Cursor;
  /** The documents shown. */
  ids: () => Id[];
  choose: (row: Id, stretch: boolean) => void;
}

export function listKeys({ mayWrite, newPage, upload, cursor, ids, choose }: List): Action[] {
  return [
    {
      id: 'document.new',
      label: () => t('documents.new_page'),
      group: 'list',
      keys: ['n'],
      icon: Plus,
      allowed: mayWrite,
      run: newPage,
    },
    {
      id: 'document.upload',
      label: () => t('documents.upload'),
      group: 'list',
      icon: Upload,
      allowed: mayWrite,
      run: upload,
    },
    ...cursor.steps('documents.next', 'documents.previous'),
    {
      id: 'document.choose',
      label: () => t('documents.choose_key'),
      group: 'list',
      keys: ['x', 'shift+x'],
      allowed: () => ids().some((one) => one === cursor.at),
      run: (event) => cursor.at && choose(cursor.at, event instanceof KeyboardEvent && event.shiftKey),
    },
  ];
}
