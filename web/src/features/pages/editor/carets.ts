// Where others are in the text, under their names.
import { Extension } from '@tiptap/core';
import { yCursorPlugin } from '@tiptap/y-tiptap';
import { store } from '../../../app/store.svelte';
import { t } from '../../../words';
import type { PageLink } from './link.svelte';

/** Who somebody is says the server and not they themselves, and perhaps after it was seen where they are. */
function builder(link: PageLink) {
  const shown = new Map<number, HTMLElement>();
  const name = (caret: HTMLElement, client: number) => {
    const id = link.people.find((one) => one.client_id === client)?.person_id ?? '';
    const person = store.people.get(id);
    caret.style.setProperty('--c', `var(--hue-${person?.color ?? 5})`);
    caret.dataset.name = person?.name.split(' ')[0] ?? t('common.someone');
  };
  link.onpeople = () => shown.forEach(name);
  return (_user: unknown, client: number): HTMLElement => {
    const caret = document.createElement('span');
    caret.className = 'caret';
    name(caret, client);
    shown.set(client, caret);
    return caret;
  };
}

/** Shows the carets of those who write in the same page. */
export const carets = (link: PageLink) =>
  Extension.create({
    name: 'carets',
    addProseMirrorPlugins: () => [
      yCursorPlugin(link.awareness, { cursorBuilder: builder(link), selectionBuilder: () => ({}) }),
    ],
  });
