// Shortcuts. Single keys never fire while typing and can be switched off; those with Ctrl or ⌘ always work.
import { actions } from './actions.svelte';
import { overlays } from './overlays.svelte';
import { store } from './store.svelte';

const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
const sequenceMs = 1200;

/** The name of what was pressed, as actions write it: "c", "mod+k", "shift+x", "!", "Escape". */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string {
  let key = event.key === ' ' ? 'Space' : event.key;
  if (key.length === 1) key = key.toLowerCase();
  const letter = /^[a-z]$/.test(key) || key.length > 1;
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('mod');
  if (event.altKey) parts.push('alt');
  // Shift is already in "!" and "?"; it is named only where it changes nothing in the sign itself.
  if (event.shiftKey && letter) parts.push('shift');
  return [...parts, key].join('+');
}

/** What stands on the keys, for menus and the map: ["Ctrl", "K"], or ["G", "H"]. */
export function keyLabels(keys: string): string[] {
  const names: Record<string, string> = {
    mod: mac ? '⌘' : 'Ctrl',
    shift: mac ? '⇧' : 'Shift',
    alt: mac ? '⌥' : 'Alt',
    Escape: 'Esc',
    Enter: '↵',
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
  };
  return keys.split(/ |(?<=.)\+(?=.)/).map((k) => names[k] ?? (k.length === 1 ? k.toUpperCase() : k));
}

export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type)
  );
}

let first = '';
let firstAt = 0;

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || (event.repeat && event.key === 'Escape')) return;
  const name = keyName(event);
  if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
  const plain = !name.startsWith('mod+') && name !== 'Escape';
  const inField = typing(event.target);
  const covered = document.querySelector('dialog[open]') !== null;
  // Who types on while a dialog is still being fetched means the dialog, not the page under it.
  if (plain && !inField && overlays.typed !== null && event.key.length === 1) {
    event.preventDefault();
    overlays.typed += event.key;
    return;
  }
  if (plain && (inField || store.me?.single_keys === false)) return;
  // Space and Enter belong to a focused button or link; arrows to a focused menu.
  if (
    event.target instanceof HTMLElement &&
    event.target.closest('[role=menu],[role=listbox],[role=grid][data-keys]')
  )
    return;
  // A link is followed by Enter alone; Space on it is free.
  const pressed = name === 'Enter' ? 'a,button,input' : name === 'Space' ? 'button,input' : '';
  if (pressed && event.target instanceof HTMLElement && event.target.closest(pressed)) return;

  const pair = performance.now() - firstAt < sequenceMs && first ? `${first} ${name}` : '';
  const usable = actions.allowed.filter(
    (a) => a.keys && (!(covered || (inField && name === 'mod+z')) || a.anywhere),
  );
  const found =
    (pair && usable.find((a) => a.keys?.includes(pair))) || usable.find((a) => a.keys?.includes(name));
  first = '';
  if (found) {
    event.preventDefault();
    void found.run(event);
  } else if (!covered && usable.some((a) => a.keys?.some((k) => k.startsWith(`${name} `)))) {
    first = name;
    firstAt = performance.now();
  }
}

export function startKeyboard(): void {
  addEventListener('keydown', onKey);
}
