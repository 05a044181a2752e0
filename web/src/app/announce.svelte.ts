// What a screen reader is told without moving the focus: moves, saves, others' edits.
export const live = $state({ text: '' });
let clear: ReturnType<typeof setTimeout> | undefined;

export function announce(text: string): void {
  // The same words twice are read twice only if the region was empty between.
  live.text = '';
  clearTimeout(clear);
  setTimeout(() => (live.text = text), 30);
  clear = setTimeout(() => (live.text = ''), 8000);
}
