import Search from '@lucide/svelte/icons/search';
import type { Action } from '../../app/actions.svelte';
import { overlays } from '../../app/overlays.svelte';
import { store } from '../../app/store.svelte';
import { t } from '../../words';

/** What is typed while the palette's code is on its way is not lost. */
function typedMeanwhile() {
  let text = '';
  const listen = (event: KeyboardEvent) => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    text += event.key;
    event.preventDefault();
    event.stopPropagation();
  };
  const stop = () => removeEventListener('keydown', listen, true);
  addEventListener('keydown', listen, true);
  return {
    get text() {
      stop();
      return text;
    },
    stop,
  };
}

export const actions: Action[] = [
  {
    id: 'search',
    label: () => t('shell.search_or_command'),
    group: 'global',
    keys: ['mod+k', '/'],
    icon: Search,
    allowed: () => store.me !== null,
    run: async () => {
      if (overlays.open.some((open) => open.name === 'palette')) return;
      const typed = typedMeanwhile();
      try {
        await overlays.show('palette', typed);
      } finally {
        typed.stop();
      }
    },
  },
];
