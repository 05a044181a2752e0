import en from '../../words/en/webhooks.json';
import { addWords, t } from '../../words';
import { ago } from '../../words/dates';
import type { Webhook } from '../../api/types';

addWords('webhooks', en);

/** How a webhook is doing, in a sentence, and whether that is bad. */
export function how(webhook: Webhook): { text: string; bad: boolean } {
  const { off } = webhook;
  if (off && off.why !== 'hand')
    return { text: t(`webhooks.off.${off.why}`, { ago: ago(off.at) }), bad: true };
  if (off)
    return { text: t('webhooks.off.hand', { ago: ago(off.at), name: off.by?.name ?? '' }), bad: false };
  if (webhook.failing_since)
    return { text: t('webhooks.failing', { ago: ago(webhook.failing_since) }), bad: true };
  if (webhook.taken_at) return { text: t('webhooks.taken', { ago: ago(webhook.taken_at) }), bad: false };
  return { text: t('webhooks.untold'), bad: false };
}
