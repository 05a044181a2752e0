// Features are found, not listed: a folder's routes.ts and actions.ts are all it needs to exist.
import type { Component } from 'svelte';
import type { Action } from './actions.svelte';
import type { OverlayLoad } from './overlays.svelte';
import type { Route } from './router.svelte';

export interface FeatureRoutes {
  routes?: Route[];
  /** Dialogs and sheets by name, for overlays.show(name). */
  overlays?: Record<string, OverlayLoad>;
  /** A panel beside any page, opened by a query parameter: ?task=SVC-214. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  panels?: { param: string; load: () => Promise<{ default: Component<any> }> }[];
}

const routeFiles = import.meta.glob<FeatureRoutes>('../features/*/routes.ts', { eager: true });
const actionFiles = import.meta.glob<{ actions: Action[] }>('../features/*/actions.ts', { eager: true });

export const routes = Object.values(routeFiles).flatMap((f) => f.routes ?? []);
export const panels = Object.values(routeFiles).flatMap((f) => f.panels ?? []);
export const overlayFiles = Object.values(routeFiles).map((f) => f.overlays ?? {});
export const actions = Object.values(actionFiles).flatMap((f) => f.actions);
