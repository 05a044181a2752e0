// Files dropped onto a task or pasted into it.

interface Taken {
  /** Where they may be dropped. */
  zone: HTMLElement;
  onover: (over: boolean) => void;
  /** `at` is what they were let go over or pasted into. */
  onfiles: (files: File[], at: Element | null) => void;
}

const element = (event: Event) => (event.target instanceof Element ? event.target : null);
const hasFiles = (data: DataTransfer | null) => data?.types.includes('Files') ?? false;

/** Takes what is dropped and pasted until the returned function is called. */
export function takeFiles({ zone, onover, onfiles }: Taken): () => void {
  const ends = new AbortController();
  const { signal } = ends;
  let inside = 0;
  const over = (by: number) => {
    inside = Math.max(0, inside + by);
    onover(inside > 0);
  };
  const on = <K extends keyof HTMLElementEventMap>(name: K, tell: (event: HTMLElementEventMap[K]) => void) =>
    zone.addEventListener(name, tell, { signal });
  on('dragenter', (event) => hasFiles(event.dataTransfer) && over(1));
  on('dragleave', (event) => hasFiles(event.dataTransfer) && over(-1));
  on('dragover', (event) => {
    if (hasFiles(event.dataTransfer)) event.preventDefault();
  });
  on('drop', (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    inside = 0;
    onover(false);
    onfiles([...(event.dataTransfer?.files ?? [])], element(event));
  });
  // Beside the zone a browser would leave the page and open the file instead.
  const keep = (event: DragEvent) => {
    if (hasFiles(event.dataTransfer)) event.preventDefault();
  };
  window.addEventListener('dragover', keep, { signal });
  window.addEventListener('drop', keep, { signal });
  document.addEventListener(
    'paste',
    (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      // Copied cells and texts carry a picture of themselves: their words are meant.
      const words = event.clipboardData?.types.includes('text/plain') ?? false;
      const elsewhere = event.target instanceof Element && event.target.closest('dialog');
      if (!files.length || words || elsewhere) return;
      event.preventDefault();
      onfiles(files, element(event));
    },
    { signal },
  );
  return () => ends.abort();
}
