/** The path under which this server lives, with a slash at both ends: "/" or "/guildhall/". */
export const base: string = typeof document === 'undefined' ? '/' : new URL('.', document.baseURI).pathname;

/**
 * Address for a link inside the page: `href('/people')` is "/guildhall/people" under a prefix. Whatever the path says,
 * it stays inside: two slashes or backslashes at its beginning would name another server.
 */
export function href(path: string): string {
  return base + path.replace(/^[/\\]+/, '');
}
