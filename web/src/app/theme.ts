// The theme before the first paint is set by public/theme.js; this keeps it in step afterwards.
import type { Me } from '../api/types';

export type Theme = Me['theme'];
const key = 'guildhall.theme';
const system = typeof matchMedia === 'undefined' ? null : matchMedia('(prefers-color-scheme: dark)');
let choice: Theme = 'system';

function paint(): void {
  const dark = choice === 'dark' || (choice === 'system' && (system?.matches ?? false));
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', dark ? '#101412' : '#F2F4F1');
}

export function setTheme(theme: Theme): void {
  choice = theme;
  try {
    localStorage.setItem(key, theme);
  } catch {
    // Private windows may refuse storage; the theme then holds for this visit.
  }
  paint();
}

export function startTheme(): void {
  try {
    choice = (localStorage.getItem(key) as Theme | null) ?? 'system';
  } catch {
    choice = 'system';
  }
  system?.addEventListener('change', paint);
  paint();
}
