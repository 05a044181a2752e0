import type { Route } from '../../app/router.svelte';
import HomePage from './HomePage.svelte';

// In the first load on purpose: it is where everybody starts.
export const routes: Route[] = [{ path: '/', load: async () => ({ default: HomePage }) }];
