import { Extension } from '@tiptap/core';

interface Doings {
  link: () => void;
  comment: () => void;
  task: () => void;
  leave: () => void;
}

/** Keys of the page beside those of the text styles. True keeps a key from the rest of the page. */
export const Keys = Extension.create<Doings>({
  name: 'keys',
  priority: 900,
  addOptions: () => ({ link: () => {}, comment: () => {}, task: () => {}, leave: () => {} }),
  addKeyboardShortcuts() {
    const { link, comment, task, leave } = this.options;
    const { editor } = this;
    return {
      // Without a selection Ctrl K stays the search of everything.
      'Mod-k': () => {
        if (editor.state.selection.empty && !editor.isActive('link')) return false;
        link();
        return true;
      },
      'Mod-Alt-m': () => {
        comment();
        return true;
      },
      'Mod-Alt-t': () => {
        if (!editor.isActive('taskItem')) return false;
        task();
        return true;
      },
      'Mod-Enter': () => {
        if (!editor.isActive('taskItem')) return false;
        const checked = editor.getAttributes('taskItem').checked === true;
        return editor.commands.updateAttributes('taskItem', { checked: !checked });
      },
      // It is saved by itself; the browser's own saving is never meant.
      'Mod-s': () => true,
      Escape: () => {
        leave();
        return true;
      },
    };
  },
});
