import { mount } from 'svelte';
import App from './App.svelte';
import { actions } from './app/actions.svelte';
import { connection } from './app/connection.svelte';
import { startKeyboard } from './app/keyboard';
import { overlays } from './app/overlays.svelte';
import * as registry from './app/registry';
import { router } from './app/router.svelte';
import { screen } from './app/screen.svelte';
import { startDays } from './app/session.svelte';
import { shellActions } from './app/shell-actions';
import { startTheme } from './app/theme';
import './styles/index.css';
import { locale } from './words/locale.svelte';

startTheme();
locale.start();
screen.start();
connection.start();
startDays();
actions.add([...registry.actions, ...shellActions]);
for (const known of registry.overlayFiles) overlays.register(known);
overlays.register({
  conflict: () => import('./ui/ConflictDialog.svelte'),
  keys: () => import('./ui/shell/KeysDialog.svelte'),
  spaces: () => import('./ui/shell/SpacePicker.svelte'),
});
router.start(registry.routes);
startKeyboard();

const target = document.getElementById('app');
if (target) mount(App, { target });
