// Durations as people type them: "1h15", "2 h 30", "75", "1.25", "90 min", "1:30", "2d".

/** Minutes; null when it is no duration. A bare number is minutes, with a decimal point hours. */
export function typedMinutes(text: string, dayHours = 8): number | null {
  const words = text.trim().toLowerCase().replace(',', '.');
  let found =
    /^(\d+):([0-5]?\d)$/.exec(words) ??
    /^(\d+) ?h(?:ours?|rs?)? ?([0-5]?\d) ?(?:m|min|minutes)?$/.exec(words);
  if (found) return Number(found[1]) * 60 + Number(found[2]);
  found = /^(\d+(?:\.\d+)?) ?(m|min|mins|minutes?|h|hrs?|hours?|d|days?)?$/.exec(words);
  if (!found) return null;
  const count = Number(found[1]);
  const unit = found[2]?.[0] ?? (words.includes('.') ? 'h' : 'm');
  return Math.round(unit === 'd' ? count * dayHours * 60 : unit === 'h' ? count * 60 : count);
}
