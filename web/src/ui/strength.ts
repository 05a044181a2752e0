/** A rough guess, 1 to 4, to encourage length; the server has the last word on what is too easy. */
export function strength(password: string): 1 | 2 | 3 | 4 {
  const different = new Set(password.toLowerCase()).size;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length;
  const worth = Math.min(password.length, different * 2) + kinds;
  if (password.length < 10 || worth < 12) return 1;
  if (worth < 16) return 2;
  return worth < 21 ? 3 : 4;
}
