// Versions name the last change of an object; of two versions of one object, one may be told to be the earlier.

/** Whether `a` is certainly an earlier version than `b`. Those of different histories are not comparable. */
export function isOlder(a: string, b: string): boolean {
  const [ofA, placeA] = split(a);
  const [ofB, placeB] = split(b);
  return ofA === ofB && placeA < placeB;
}

function split(version: string): [string, number] {
  const at = version.lastIndexOf('-');
  return [version.slice(0, at), Number.parseInt(version.slice(at + 1), 16)];
}
