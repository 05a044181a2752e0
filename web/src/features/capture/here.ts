import type { Space } from '../../api/types';
import { router } from '../../app/router.svelte';
import { store } from '../../app/store.svelte';

/** The space that is looked at, when one may write in it: a new task goes there unless something else is said. */
export function here(): Space | undefined {
  const key = /^\/s\/([^/]+)/.exec(router.path)?.[1];
  const space = key ? store.spaceAt(decodeURIComponent(key)) : undefined;
  return space?.can.write ? space : undefined;
}
