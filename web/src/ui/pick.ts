import type { Choice } from './PickList.svelte';

/** Letters without accents and case, so that "lucia" finds "Lucía". */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Every typed word must begin a word of the choice; those whose label begins with the text come first. */
export function filterChoices<T extends Pick<Choice, 'label' | 'note' | 'words'>>(
  choices: T[],
  text: string,
): T[] {
  const typed = fold(text.trim());
  if (!typed) return choices;
  const parts = typed.split(/\s+/);
  return choices
    .filter((choice) => {
      const words = fold(`${choice.label} ${choice.note ?? ''} ${choice.words ?? ''}`).split(/[\s@._&-]+/);
      return parts.every((part) => words.some((word) => word.startsWith(part)));
    })
    .sort((a, b) => Number(fold(b.label).startsWith(typed)) - Number(fold(a.label).startsWith(typed)));
}
