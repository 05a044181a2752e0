// What can be done with a document, in its own menu, in the list and by keys: the same everywhere.
import AlarmClock from '@lucide/svelte/icons/alarm-clock';
import Archive from '@lucide/svelte/icons/archive';
import Building from '@lucide/svelte/icons/building-2';
import Copy from '@lucide/svelte/icons/copy';
import Download from '@lucide/svelte/icons/download';
import Eye from '@lucide/svelte/icons/eye';
import FileOutput from '@lucide/svelte/icons/file-output';
import FolderInput from '@lucide/svelte/icons/folder-input';
import History from '@lucide/svelte/icons/history';
import LayoutTemplate from '@lucide/svelte/icons/layout-template';
import Info from '@lucide/svelte/icons/info';
import Link from '@lucide/svelte/icons/link';
import Lock from '@lucide/svelte/icons/lock';
import LockOpen from '@lucide/svelte/icons/lock-open';
import Pencil from '@lucide/svelte/icons/pencil';
import Pin from '@lucide/svelte/icons/pin';
import Printer from '@lucide/svelte/icons/printer';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Share from '@lucide/svelte/icons/share-2';
import Trash2 from '@lucide/svelte/icons/trash-2';
import Undo from '@lucide/svelte/icons/undo-2';
import { apiPath, ApiError } from '../../api/client';
import type { Document } from '../../api/types';
import { href } from '../../app/base';
import { overlays } from '../../app/overlays.svelte';
import { router } from '../../app/router.svelte';
import { store } from '../../app/store.svelte';
import { toasts } from '../../app/toasts.svelte';
import { copyText } from '../../ui/copy';
import type { MenuItem } from '../../ui/Menu.svelte';
import { t } from '../../words';
import '../approvals/words';
import '../reminders/words';
import '../shares/words';
import { readers } from '../tasks/readers';
import { download, downloadMade } from '../../app/download';
import { printShown } from './print';
import { patchDocument, restoreDocument, setFollowing, setLock, trashDocument } from './mutations';

const formats = ['docx', 'markdown', 'html'] as const;

async function copyLink(one: Document): Promise<void> {
  if (await copyText(new URL(href(`/p/${one.id}`), location.href).href))
    toasts.show(t('activity.link_copied'));
}

async function takeOut(one: Document, format: (typeof formats)[number]): Promise<void> {
  const address = apiPath(`/pages/${one.id}/export`, { format });
  // Too many pictures for one file are refused; the others are not.
  if (format !== 'html') return download(address);
  try {
    await downloadMade(address, `${one.title}.html`);
  } catch (error) {
    toasts.failed((error instanceof ApiError && error.message) || t('documents.not_taken_out'), () =>
      takeOut(one, format),
    );
  }
}

export const isMine = (one: Document) => one.lock?.person_id === store.me?.id;

export function documentMenu(one: Document, { inList = false } = {}): MenuItem[] {
  const list: MenuItem[] = [];
  const add = (when: boolean, item: MenuItem) => when && list.push(item);
  const live = one.trashed_at === null;
  const edit = one.can.edit && live;
  const page = one.form === 'page';
  add(!live && one.can.delete, {
    id: 'restore',
    label: t('documents.restore'),
    icon: Undo,
    run: () => restoreDocument(one),
  });
  add(!page && one.file !== null, {
    id: 'download',
    label: t('documents.download'),
    icon: Download,
    run: () => one.file && download(apiPath(`/files/${one.file.file_id}`), one.title),
  });
  add(live, {
    id: 'follow',
    label: t(one.following ? 'documents.unfollow' : 'documents.follow'),
    icon: Eye,
    run: () => setFollowing(one, store.me?.id ?? '', !one.following),
  });
  add(live, {
    id: 'remind',
    label: t('reminders.do'),
    icon: AlarmClock,
    run: () => overlays.show('remind', { item: one.id, title: one.title }),
  });
  // Guests are shown things, and show them to nobody.
  add(edit && store.me?.role !== 'guest', {
    id: 'share',
    label: t('shares.share'),
    icon: Share,
    run: () => overlays.show('share', { document: one.id, title: one.title }),
  });
  add(edit && !inList, {
    id: 'approval',
    label: t('approvals.ask'),
    icon: ShieldCheck,
    run: () => {
      const space = store.spaces.get(one.space_id);
      void overlays.show('approval-ask', {
        item: one.id,
        title: one.title,
        document: true,
        among: space && readers(space),
      });
    },
  });
  list.push({ id: 'link', label: t('activity.copy_link'), icon: Link, run: () => copyLink(one) });
  add(live, {
    id: 'versions',
    label: t('documents.versions'),
    icon: History,
    run: () => router.set({ versions: one.id }, {}),
  });
  list.push({
    id: 'details',
    label: t('documents.details'),
    icon: Info,
    run: () => router.set({ details: one.id }, {}),
  });
  add(edit, {
    id: 'rename',
    label: t('documents.rename'),
    icon: Pencil,
    line: true,
    run: () => overlays.show('document-name', { document: one }),
  });
  add(edit, {
    id: 'move',
    label: t('documents.move'),
    icon: FolderInput,
    run: () => overlays.show('document-move', { documents: [one] }),
  });
  add(live, {
    id: 'copy',
    label: t('documents.copy'),
    icon: Copy,
    run: () => overlays.show('document-move', { documents: [one], copying: true }),
  });
  add(edit, {
    id: 'pin',
    label: t(one.pinned ? 'documents.unpin' : 'documents.pin'),
    icon: Pin,
    run: () =>
      patchDocument(
        one,
        { pinned: !one.pinned },
        t(one.pinned ? 'documents.now_unpinned' : 'documents.now_pinned'),
      ),
  });
  add(edit && page && (!one.everywhere || one.can.offer), {
    id: 'template',
    label: t(one.template ? 'documents.no_template' : 'documents.make_template'),
    icon: LayoutTemplate,
    run: () =>
      patchDocument(
        one,
        { template: !one.template },
        t(one.template ? 'documents.is_no_template' : 'documents.is_template'),
      ),
  });
  add(edit && one.template && one.can.offer, {
    id: 'offer',
    label: t(one.everywhere ? 'documents.no_offer' : 'documents.offer'),
    icon: Building,
    run: () =>
      patchDocument(
        one,
        { everywhere: !one.everywhere },
        t(one.everywhere ? 'documents.is_no_offer' : 'documents.is_offered'),
      ),
  });
  add(edit && !page && one.lock === null, {
    id: 'lock',
    label: t('documents.lock'),
    icon: Lock,
    run: () => setLock(one, true),
  });
  add(live && one.lock !== null && (isMine(one) || one.can.lead), {
    id: 'unlock',
    label: t('documents.unlock'),
    icon: LockOpen,
    run: () => setLock(one, false),
  });
  if (page && live) {
    formats.forEach((format, i) =>
      list.push({
        id: `as-${format}`,
        label: t(`documents.as.${format}`),
        icon: FileOutput,
        line: i === 0,
        run: () => takeOut(one, format),
      }),
    );
    add(!inList, { id: 'print', label: t('documents.print'), icon: Printer, run: printShown });
  }
  add(edit, {
    id: 'archive',
    label: t(one.archived ? 'documents.unarchive' : 'documents.archive'),
    icon: Archive,
    line: true,
    run: () =>
      patchDocument(
        one,
        { archived: !one.archived },
        t(one.archived ? 'documents.now_unarchived' : 'documents.now_archived'),
      ),
  });
  add(live && one.can.delete, {
    id: 'trash',
    label: t('documents.delete'),
    icon: Trash2,
    danger: true,
    run: () => trashDocument(one),
  });
  return list;
}
