// Languages the page speaks, with how each region writes dates; and the world's time zones.
import { locale } from './locale.svelte';

const known = ['en-GB', 'en-US', 'en-IE', 'en-CA', 'en-AU', 'en-NZ', 'en-IN', 'en-ZA'];

/** What to offer, the one in use always among them. */
export function languages(current: string): string[] {
  return known.includes(current) ? known : [current, ...known];
}

export function languageName(code: string): string {
  const name = new Intl.DisplayNames(locale.language, { type: 'language', languageDisplay: 'standard' }).of(
    code,
  );
  return name ?? code;
}

function zones(current: string): string[] {
  const all = Intl.supportedValuesOf('timeZone');
  return all.includes(current) ? all : [current, ...all];
}

/** Zones as a select offers them. */
export const zoneOptions = (current: string) =>
  zones(current).map((value) => ({ value, label: value.replaceAll('_', ' ') }));

/** "Berlin" of "Europe/Berlin". */
export function zoneCity(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** What a new person most likely wants: the browser's English, else the British way of dates. */
export function likelyLanguage(): string {
  return navigator.language.startsWith('en-') ? navigator.language : 'en-GB';
}

export function likelyZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}
