// What keys do in the list of processes.
import Plus from '@lucide/svelte/icons/plus';
import type { Action } from '../../app/actions.svelte';
import type { Cursor } from '../../ui/cursor.svelte';
import { t } from '../../words';

export function listKeys(cursor: Cursor, mayWrite: () => boolean, make: () => void): Action[] {
  return [
    {
      id: 'process.new',
      label: () => t('processes.new'),
      group: 'list',
      keys: ['n'],
      icon: Plus,
      allowed: mayWrite,
      run: make,
    },
    ...cursor.steps('processes.down', 'processes.up'),
  ];
}
