// The point of a task list the caret is in becomes a task: its words the title, and the task's chip behind them.
import type { Editor } from '@tiptap/core';
import {
  absolutePositionToRelativePosition,
  ySyncPluginKey,
  type ProsemirrorBinding,
} from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { api } from '../../../api/client';
import type { Document, Task } from '../../../api/types';
import { mutate } from '../../../app/mutate';
import { store } from '../../../app/store.svelte';
import { t } from '../../../words';
import { toBase64 } from '../base64';

export async function taskFromPoint(editor: Editor, page: Document): Promise<void> {
  const { $from } = editor.state.selection;
  let depth = $from.depth;
  while (depth > 0 && $from.node(depth).type.name !== 'taskItem') depth -= 1;
  const line = depth > 0 ? $from.node(depth).firstChild : null;
  const title = line?.textContent.trim();
  if (!title || !line) return;
  const binding = (ySyncPluginKey.getState(editor.state) as { binding?: ProsemirrorBinding } | undefined)
    ?.binding;
  if (!binding) return;
  const begin = $from.start(depth) + 1;
  const block = toBase64(
    Y.encodeRelativePosition(
      absolutePositionToRelativePosition(begin, binding.type, binding.mapping) as Y.RelativePosition,
    ),
  );
  await mutate<Task>({
    send: () => api.post<Task>(`/pages/${page.id}/tasks`, { block, title: title.slice(0, 500) }),
    settle: (task) => {
      store.putTask(task);
      // Whoever wrote meanwhile has moved the line: it is where its beginning is now.
      const end = begin + line.content.size;
      const at = editor.state.doc.resolve(Math.min(end, editor.state.doc.content.size));
      editor.commands.insertContentAt(at.pos, [
        { type: 'text', text: ' ' },
        { type: 'itemChip', attrs: { id: task.id, label: task.title } },
      ]);
    },
    done: (task) => t('pages.task_made', { key: task.key || task.title }),
    failed: t('pages.no_task'),
  });
}
