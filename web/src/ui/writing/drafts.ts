// Unsent texts, kept on this device so that a closed tab or a lost connection costs nothing.
const prefix = 'guildhall.draft.';

export const drafts = {
  get(name: string): string | null {
    try {
      return localStorage.getItem(prefix + name);
    } catch {
      return null;
    }
  },
  /** Empty text takes it away. */
  put(name: string, text: string): void {
    try {
      if (text.trim()) localStorage.setItem(prefix + name, text);
      else localStorage.removeItem(prefix + name);
    } catch {
      // A full or refused storage: the text is still on the screen.
    }
  },
};
