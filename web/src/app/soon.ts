// What many changes ask for at once is done once.

/** Asks again a little later, once for many changes. */
export function soon(ask: () => unknown, wait = 300): { again: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    again: () => {
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), wait);
    },
    stop: () => clearTimeout(timer),
  };
}

/** Does something when what goes on now is over, once however often it is asked for until then. */
export function afterwards(work: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    queueMicrotask(() => {
      asked = false;
      work();
    });
  };
}

/** Asks again each minute while the page is looked at: for what nobody does, or nobody tells. Ends by what it answers. */
export function everyMinute(ask: () => unknown): () => void {
  const timer = setInterval(() => document.visibilityState === 'visible' && ask(), 60_000);
  return () => clearInterval(timer);
}
