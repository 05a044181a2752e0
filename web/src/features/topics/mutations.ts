// Changes to topics. Each is shown at once and can be taken back.
import { api } from '../../api/client';
import type { Comment, Id, Task, Topic, TopicRow } from '../../api/types';
import { mutate } from '../../app/mutate';
import { store } from '../../app/store.svelte';
import { t } from '../../words';

type Patch = Partial<Pick<Topic, 'title' | 'body' | 'state' | 'archived'>>;

/** Shows a change on a row and on the opened topic; returns the way back. */
function show(id: Id, change: Partial<Topic>): () => void {
  const row = store.topics.get(id);
  const opened = store.openedTopics.get(id);
  if (row) store.topics.set(id, { ...row, ...change });
  if (opened) store.openedTopics.set(id, { ...opened, ...change });
  return () => {
    if (row && store.topics.get(id)?.version === row.version) store.topics.set(id, row);
    if (opened && store.openedTopics.get(id)?.version === opened.version) store.openedTopics.set(id, opened);
  };
}

export function patchTopic(topic: TopicRow, patch: Patch, done?: string): Promise<boolean> {
  const title = patch.title;
  return mutate<Topic>({
    apply: () => show(topic.id, patch),
    send: () =>
      api.patch<Topic>(`/topics/${topic.id}`, patch, store.topics.get(topic.id)?.version ?? topic.version),
    settle: (data) => store.putTopic(data),
    done,
    failed: t('topics.not_saved', { title: topic.title }),
    conflict:
      title === undefined
        ? undefined
        : {
            field: t('topics.title'),
            mine: title,
            theirs: (current) => {
              store.putTopic(current as Topic);
              return (current as Topic).title;
            },
            keepMine: () => patchTopic(topic, patch, done),
          },
  });
}

function switched(
  topic: TopicRow,
  path: string,
  on: boolean,
  shown: Partial<Topic>,
  done?: string,
): Promise<boolean> {
  const address = `/topics/${topic.id}/${path}`;
  return mutate<Topic>({
    apply: () => show(topic.id, shown),
    send: () => (on ? api.put<Topic>(address) : api.delete<Topic>(address)),
    settle: (data) => store.putTopic(data),
    done,
    failed: t('topics.not_saved', { title: topic.title }),
  });
}

export const setMuted = (topic: TopicRow, on: boolean) => switched(topic, 'mute', on, { muted: on });

export const markRead = (topic: TopicRow) =>
  mutate<Topic>({
    apply: () => show(topic.id, { unread: 0 }),
    send: () => api.put<Topic>(`/topics/${topic.id}/reading`),
    settle: (data) => store.putTopic(data),
    failed: t('topics.not_read'),
  });

export function setFollowing(topic: Topic, person: Id, on: boolean): Promise<boolean> {
  const others = topic.follower_ids.filter((id) => id !== person);
  const shown: Partial<Topic> = { follower_ids: on ? [...others, person] : others };
  if (person === store.me?.id) shown.following = on;
  return switched(topic, `followers/${person}`, on, shown);
}

export const setDecision = (topic: TopicRow, message: Comment, on: boolean) =>
  switched(topic, `decisions/${message.id}`, on, {}, t(on ? 'topics.decided' : 'topics.undecided'));

export function trashTopic(topic: TopicRow): Promise<boolean> {
  return mutate<Topic>({
    apply: () => show(topic.id, { trashed_at: new Date().toISOString() }),
    send: () =>
      api.delete<Topic>(`/topics/${topic.id}`, store.topics.get(topic.id)?.version ?? topic.version),
    settle: (data) => {
      if (data && 'id' in data) store.putTopic(data);
    },
    done: t('topics.trashed', { title: topic.title }),
    failed: t('topics.not_saved', { title: topic.title }),
  });
}

export function restoreTopic(topic: TopicRow): Promise<boolean> {
  return mutate<Topic>({
    send: () => api.put<Topic>(`/topics/${topic.id}/restore`),
    settle: (data) => store.putTopic(data),
    done: t('topics.restored', { title: topic.title }),
    failed: t('topics.not_saved', { title: topic.title }),
  });
}

export function moveTopic(topic: TopicRow, space: Id, name: string): Promise<boolean> {
  return mutate<Topic>({
    send: () => api.put<Topic>(`/topics/${topic.id}/home`, { space_id: space }),
    settle: (data) => store.putTopic(data),
    done: t('topics.moved', { title: topic.title, space: name }),
    failed: t('topics.not_saved', { title: topic.title }),
  });
}

export function makeTask(message: Comment, title: string, space: Id | null): Promise<boolean> {
  return mutate<Task>({
    send: () => api.post<Task>(`/comments/${message.id}/tasks`, { title, space_id: space }),
    settle: (data) => store.putTask(data),
    done: (data) => t('topics.task_made', { key: data.key || data.title }),
    failed: t('topics.no_task'),
  });
}
