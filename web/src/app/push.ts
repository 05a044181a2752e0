// Whether this browser tells its owner what needs them. Its push service carries messages that only it can read; the
// server knows it as long as the session lasts in which it was added, so it is added again after signing in, for whoever
// agreed here before and for nobody else.
import { api } from '../api/client';
import type { PushDevice } from '../api/types';
import { href } from './base';

/** `insecure`: the page came without encryption, where browsers have no push; `missing`: this one has none. */
export type Support = 'ok' | 'insecure' | 'missing' | 'denied';

export function support(): Support {
  if (!window.isSecureContext) return 'insecure';
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window))
    return 'missing';
  return Notification.permission === 'denied' ? 'denied' : 'ok';
}

const noted = (me: string) => `push.${me}`;

function agreed(me: string): 'content' | 'plain' | null {
  try {
    const value = localStorage.getItem(noted(me));
    return value === 'content' || value === 'plain' ? value : null;
  } catch {
    return null;
  }
}

function note(me: string, value: 'content' | 'plain' | null): void {
  try {
    if (value) localStorage.setItem(noted(me), value);
    else localStorage.removeItem(noted(me));
  } catch {
    // Without storage it is added again by hand.
  }
}

const bytes = (text: string) =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));

async function worker(): Promise<ServiceWorkerRegistration> {
  await navigator.serviceWorker.register(href('/push-worker.js'), { scope: href('/') });
  return navigator.serviceWorker.ready;
}

/** What the browser's service gave; of another key than the server's now it is of no use. */
async function subscription(key: string): Promise<PushSubscription> {
  const { pushManager } = await worker();
  const wanted = bytes(key);
  const known = await pushManager.getSubscription();
  const its = known?.options.applicationServerKey;
  const same = its && new Uint8Array(its).every((byte, at) => byte === wanted[at]);
  if (known && same) return known;
  await known?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted });
}

/** Adds this browser, or changes whether it shows what it is about. Asks for leave where that is needed. */
export async function tell(me: string, content: boolean): Promise<PushDevice | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null;
  const { key } = await api.get<{ key: string }>('/push');
  const { endpoint, keys } = (await subscription(key)).toJSON();
  const device = await api.put<PushDevice>('/me/push', {
    endpoint,
    p256dh: keys?.p256dh,
    auth: keys?.auth,
    content,
  });
  note(me, content ? 'content' : 'plain');
  return device.data;
}

/** This browser is told nothing more. */
export async function tellNoMore(me: string): Promise<void> {
  note(me, null);
  const registration = await navigator.serviceWorker.getRegistration(href('/'));
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

/** After signing in: for whoever agreed here. */
export async function renew(me: string): Promise<void> {
  const before = agreed(me);
  if (!before || support() !== 'ok' || Notification.permission !== 'granted') return;
  await tell(me, before === 'content').catch(() => null);
}
