// While somebody writes in a field of the task, the others who look at it see in which.
import type { Action } from 'svelte/action';
import { live } from '../../../app/live.svelte';

const fieldOf = (target: EventTarget | null): string | null => {
  if (!(target instanceof HTMLElement) || !target.matches('textarea, input[type="text"], input:not([type])'))
    return null;
  return target.closest<HTMLElement>('[data-field]')?.dataset.field ?? 'task';
};

export const tellsWriting: Action<HTMLElement> = (node) => {
  const into = (event: FocusEvent) => live.writes(fieldOf(event.target));
  const out = () => live.writes(null);
  node.addEventListener('focusin', into);
  node.addEventListener('focusout', out);
  return {
    destroy() {
      node.removeEventListener('focusin', into);
      node.removeEventListener('focusout', out);
    },
  };
};
