// Actions that are there on every page.
import House from '@lucide/svelte/icons/house';
import Keyboard from '@lucide/svelte/icons/keyboard';
import LayoutGrid from '@lucide/svelte/icons/layout-grid';
import LogOut from '@lucide/svelte/icons/log-out';
import NotebookPen from '@lucide/svelte/icons/notebook-pen';
import PanelLeft from '@lucide/svelte/icons/panel-left';
import Plus from '@lucide/svelte/icons/plus';
import Settings from '@lucide/svelte/icons/settings';
import Undo from '@lucide/svelte/icons/undo-2';
import Users from '@lucide/svelte/icons/users';
import { t } from '../words';
import type { Action } from './actions.svelte';
import { overlays } from './overlays.svelte';
import { panels } from './registry';
import { router } from './router.svelte';
import { screen } from './screen.svelte';
import { session } from './session.svelte';
import { store } from './store.svelte';
import { toasts } from './toasts.svelte';

const inside = () => session.state === 'in';
const go = (path: string) => () => router.go(path);

/** The panel beside the page, if one is open by the address. */
export const openPanel = () => panels.find((p) => router.query.has(p.param));

export const shellActions: Action[] = [
  {
    id: 'go.home',
    label: () => t('shell.home'),
    group: 'go',
    keys: ['g h'],
    icon: House,
    allowed: inside,
    run: go('/'),
  },
  {
    id: 'go.people',
    label: () => t('shell.people'),
    group: 'go',
    keys: ['g p'],
    icon: Users,
    allowed: () => inside() && router.knows('/people'),
    run: go('/people'),
  },
  {
    id: 'go.space',
    label: () => t('shell.pick_space'),
    group: 'go',
    keys: ['g s'],
    icon: LayoutGrid,
    allowed: inside,
    run: () => overlays.show('spaces'),
  },
  {
    id: 'go.personal',
    label: () => t('shell.personal'),
    group: 'go',
    icon: NotebookPen,
    allowed: () => inside() && store.personal !== undefined,
    run: () => store.personal && router.go(store.spaceHome(store.personal)),
  },
  {
    id: 'go.settings',
    label: () => t('shell.settings'),
    group: 'go',
    icon: Settings,
    allowed: inside,
    run: go('/me'),
  },
  {
    id: 'space.new',
    label: () => t('shell.new_space'),
    group: 'global',
    icon: Plus,
    allowed: () => inside() && store.me?.role !== 'guest' && overlays.has('new-space'),
    run: () => overlays.show('new-space'),
  },
  {
    id: 'keys',
    label: () => t('shell.keyboard'),
    group: 'global',
    keys: ['?'],
    icon: Keyboard,
    allowed: inside,
    run: () => overlays.show('keys'),
  },
  {
    id: 'sidebar',
    label: () => t(screen.narrowSidebar ? 'shell.sidebar_open' : 'shell.sidebar_close'),
    group: 'global',
    keys: ['['],
    icon: PanelLeft,
    allowed: () => inside() && !screen.phone,
    run: () => screen.toggleSidebar(),
  },
  {
    id: 'undo',
    label: () => t('shell.take_back'),
    group: 'global',
    keys: ['mod+z'],
    icon: Undo,
    // Only while there is something to take back: otherwise the browser's own undo keeps the keys.
    allowed: () => toasts.list.some((toast) => toast.action && toast.tone === 'plain'),
    run: () => toasts.takeBack(),
  },
  {
    id: 'back',
    label: () => t('shell.back'),
    group: 'global',
    keys: ['Escape'],
    quiet: true,
    allowed: () => openPanel() !== undefined,
    run: () => {
      const panel = openPanel();
      if (panel) router.set({ [panel.param]: null }, {});
    },
  },
  {
    id: 'sign_out',
    label: () => t('shell.sign_out'),
    group: 'global',
    icon: LogOut,
    allowed: inside,
    run: () => session.signOut(),
  },
];
