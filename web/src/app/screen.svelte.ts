// Things of this window alone: the sidebar's width, and whether this is a phone.
const key = 'guildhall.sidebar';

class Screen {
  narrowSidebar = $state(false);
  /** The layout with a tab bar below. */
  phone = $state(false);
  /** There is room beside the work of a page. */
  wide = $state(false);

  start(): void {
    try {
      this.narrowSidebar = localStorage.getItem(key) === 'narrow';
    } catch {
      // Storage may be switched off; the sidebar then starts wide.
    }
    const query = matchMedia('(max-width: 760px)');
    this.phone = query.matches;
    query.addEventListener('change', () => (this.phone = query.matches));
    const wide = matchMedia('(min-width: 1201px)');
    this.wide = wide.matches;
    wide.addEventListener('change', () => (this.wide = wide.matches));
  }

  toggleSidebar(): void {
    this.narrowSidebar = !this.narrowSidebar;
    try {
      localStorage.setItem(key, this.narrowSidebar ? 'narrow' : 'wide');
    } catch {
      // Not kept, but it works for now.
    }
  }
}

export const screen = new Screen();
