// The webhooks of the organization: the list, and one of them with what it was told.
import { api } from '../../api/client';
import type { Id, Page, Webhook, WebhookDelivery } from '../../api/types';
import { mutate } from '../../app/mutate';
import { session } from '../../app/session.svelte';
import { t } from '../../words';

/** Switches one on or off; answers it as it is then. */
export function turn(webhook: Webhook, on: boolean, settle: (webhook: Webhook) => void): Promise<boolean> {
  return mutate<Webhook>({
    send: () => api.patch<Webhook>(`/webhooks/${webhook.id}`, { on }, webhook.version),
    settle: (data) => {
      settle(data);
      // Admins are told while one is off that the server gave up.
      if (webhook.off && webhook.off.why !== 'hand') void session.refresh();
    },
    done: t(on ? 'webhooks.switched_on' : 'webhooks.switched_off'),
    takeBack: null,
    failed: t('webhooks.not_switched'),
  });
}

export class Webhooks {
  all = $state.raw<Webhook[] | null>(null);
  error = $state.raw<unknown>(null);

  async load(): Promise<void> {
    try {
      this.all = (await api.get<Page<Webhook>>('/webhooks')).items;
      this.error = null;
    } catch (cause) {
      this.error = cause;
    }
  }

  put = (webhook: Webhook) => {
    this.all = (this.all ?? []).map((one) => (one.id === webhook.id ? webhook : one));
  };
}

export class OneWebhook {
  webhook = $state.raw<Webhook | null>(null);
  told = $state.raw<WebhookDelivery[]>([]);
  next = $state<string | null>(null);
  error = $state.raw<unknown>(null);
  busy = $state(false);

  constructor(readonly id: Id) {}

  /** Whether something is on its way. */
  get waits(): boolean {
    return this.told.some((one) => one.state === 'waiting');
  }

  async load(): Promise<void> {
    try {
      const [webhook, page] = await Promise.all([
        api.get<Webhook>(`/webhooks/${this.id}`),
        api.get<Page<WebhookDelivery>>(`/webhooks/${this.id}/deliveries`),
      ]);
      this.webhook = webhook;
      this.told = page.items;
      this.next = page.next;
      this.error = null;
    } catch (cause) {
      this.error = cause;
    }
  }

  async more(): Promise<void> {
    this.busy = true;
    const path = `/webhooks/${this.id}/deliveries`;
    const page = await api.get<Page<WebhookDelivery>>(path, { cursor: this.next }).catch(() => null);
    this.busy = false;
    if (!page) return;
    this.told = [...this.told, ...page.items];
    this.next = page.next;
  }

  test = () => this.#send('test', t('webhooks.tested'));
  again = (delivery: WebhookDelivery) =>
    this.#send(`deliveries/${delivery.id}/again`, t('webhooks.sent_again'));

  async #send(what: string, done: string): Promise<void> {
    await mutate<WebhookDelivery>({
      send: () => api.post<WebhookDelivery>(`/webhooks/${this.id}/${what}`, {}),
      done,
      takeBack: null,
      failed: t('webhooks.not_sent'),
    });
    await this.load();
  }
}
