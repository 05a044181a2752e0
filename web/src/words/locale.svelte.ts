// The language and time zone of the person; everything formatted asks here.
import type { Day } from '../api/types';

const fallback = typeof navigator === 'undefined' ? 'en-GB' : navigator.language;

class Locale {
  language = $state(fallback.startsWith('en') ? fallback : 'en-GB');
  zone = $state(Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC');
  weekStartsOn = $state(1);
  /** Moves on by itself at midnight and after sleep, so "Today" stays true. */
  #now = $state(new Date());
  #today = $derived(dayIn(this.zone, this.#now));
  #plural = $derived(new Intl.PluralRules(this.language));
  #number = $derived(new Intl.NumberFormat(this.language));
  #formats = new Map<string, Intl.DateTimeFormat>();

  use(language: string, zone: string, weekStartsOn: number): void {
    // Servers name languages shortly ("en"); the browser's own region decides then how dates look.
    const short = language.split('-')[0] ?? 'en';
    this.language = language.includes('-')
      ? language
      : fallback.startsWith(short)
        ? fallback
        : language || 'en-GB';
    if (zone) this.zone = zone;
    this.weekStartsOn = weekStartsOn;
    this.#formats.clear();
  }

  start(): void {
    setInterval(() => (this.#now = new Date()), 30_000);
    document.addEventListener('visibilitychange', () => (this.#now = new Date()));
  }

  get now(): Date {
    return this.#now;
  }
  get today(): Day {
    return this.#today;
  }

  plural(count: number): Intl.LDMLPluralRule {
    return this.#plural.select(count);
  }

  number(value: number): string {
    return this.#number.format(value);
  }

  /** A formatter by its options, made once; days are formatted in UTC because they have no zone. */
  format(options: Intl.DateTimeFormatOptions, zone = this.zone): Intl.DateTimeFormat {
    const key = `${this.language} ${zone} ${JSON.stringify(options)}`;
    let format = this.#formats.get(key);
    if (!format)
      this.#formats.set(
        key,
        (format = new Intl.DateTimeFormat(this.language, { ...options, timeZone: zone })),
      );
    return format;
  }
}

/** The calendar day that an instant falls on in a zone. */
export function dayIn(zone: string, instant: Date): Day {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(instant);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

export const locale = new Locale();
