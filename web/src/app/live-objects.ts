// What the live stream brings goes into the store, and those who show it are told.
import type { Cause, Comment, Id, LiveFrame, LiveObjects, TaskRow } from '../api/types';
import { isOwn, tellChanges, type Change } from './changes';
import { loadAgain } from './connection.svelte';
import { store } from './store.svelte';

type Data = Extract<LiveFrame, { type: 'state' | 'gone' | 'reload' | 'ping' }>;

/** An answer to this page's own request may still be on its way when the stream brings what it did. */
const answerTime = 600;
/** Many pages hear the same; they do not all ask in the same moment. */
const spread = 400;

const commentTellers = new Set<(comments: Comment[]) => void>();
/** Called with comments of the item this page looks at. */
export function onComments(tell: (comments: Comment[]) => void): () => void {
  commentTellers.add(tell);
  return () => commentTellers.delete(tell);
}

const fileTellers = new Set<(files: NonNullable<LiveObjects['files']>) => void>();
/** Called with all files of the item this page looks at, when something of them changed. */
export function onFiles(tell: (files: NonNullable<LiveObjects['files']>) => void): () => void {
  fileTellers.add(tell);
  return () => fileTellers.delete(tell);
}

let refresh: () => Promise<void> = async () => {};
let become: (me: NonNullable<LiveObjects['me']>) => void = () => {};
/** The session says how the frame is loaded again, and what follows from who one is. */
export function whenFrameChanges(
  load: () => Promise<void>,
  use: (me: NonNullable<LiveObjects['me']>) => void,
): void {
  refresh = load;
  become = use;
}

export function take(frame: Data): void {
  if (frame.type === 'state') state(frame.objects, frame.by);
  else if (frame.type === 'gone') gone(frame.ids);
  else if (frame.type === 'reload') {
    const all = frame.scope === 'all';
    setTimeout(() => void (all ? refresh() : Promise.resolve()).then(loadAgain), Math.random() * spread);
  }
}

function state(objects: LiveObjects, by: Cause[]): void {
  const changes: Change[] = [];
  const change = (item_type: Change['item_type'], item_id: Id | null, space_id: Id | null = null) =>
    changes.push({ item_type, item_id, space_id, actor: null, own: false });
  for (const space of objects.spaces ?? []) {
    store.spaces.set(space.id, space);
    change('space', space.id, space.id);
  }
  for (const person of objects.people ?? []) {
    store.people.set(person.id, person);
    change('person', person.id);
  }
  if (objects.tags) {
    store.setTags(objects.tags);
    change('tag', null);
  }
  if (objects.organization) {
    store.organization = objects.organization;
    change('organization', null);
  }
  if (objects.me) become(objects.me);
  if (objects.home) store.home = objects.home;
  if (objects.inbox) {
    store.inbox = objects.inbox;
    change('inbox', null);
  }
  for (const { space_id, open_tasks } of objects.counts ?? []) {
    const space = store.spaces.get(space_id);
    if (space) store.spaces.set(space_id, { ...space, open_tasks });
  }
  for (const view of objects.views ?? []) change('view', view.id, view.space_id);
  for (const search of objects.searches ?? []) {
    // How much it finds is asked for by who shows that.
    store.searches.set(search.id, { ...search, count: store.searches.get(search.id)?.count ?? null });
    change('search', search.id, search.space_id);
  }
  for (const row of objects.tasks ?? []) changes.push(task(row));
  for (const whole of objects.opened ?? []) {
    for (const child of whole.subtasks) store.putTask(child);
    store.putTask(whole);
  }
  for (const row of objects.topics ?? []) {
    store.putTopic(row);
    change('topic', row.id, row.space_id);
  }
  for (const whole of objects.opened_topics ?? []) store.putTopic(whole);
  for (const folder of objects.folders ?? []) {
    store.putFolder(folder);
    change('folder', folder.id, folder.space_id);
  }
  for (const document of objects.documents ?? []) {
    store.putDocument(document);
    change('document', document.id, document.space_id);
  }
  for (const event of objects.events ?? []) change('event', event.id, event.space_id);
  for (const process of objects.processes ?? []) {
    store.putProcess(process);
    change('process', process.id, process.space_id);
  }
  for (const request of objects.requests ?? []) change('request', request.id, request.space_id);
  for (const rule of objects.rules ?? []) change('rule', rule.id, rule.space_id ?? null);
  for (const form of objects.forms ?? []) change('form', form.id, form.space_id ?? null);
  for (const one of objects.budgets ?? []) change('budget', one.id, one.space_id ?? null);
  const comments = objects.comments ?? [];
  if (comments.length) commentTellers.forEach((tell) => tell(comments));
  const { files } = objects;
  if (files) fileTellers.forEach((tell) => tell(files));
  store.dropHidden();
  tellWithCauses(changes, by);
}

function task(row: TaskRow): Change {
  const before = store.tasks.get(row.id);
  store.putTask(row);
  const seen = { item_type: 'task', item_id: row.id, space_id: row.space_id } as const;
  return { ...seen, actor: null, own: false, before, after: row, gone: row.trashed_at !== null };
}

/** What this page did itself is shown already; whether it did is known when its request is answered. */
function tellWithCauses(changes: Change[], by: Cause[]): void {
  const causes = new Map<Id, Cause[]>();
  for (const cause of by) causes.set(cause.id, [...(causes.get(cause.id) ?? []), cause]);
  const me = store.me?.id;
  const now: Change[] = [];
  const later: [Change, Cause[]][] = [];
  for (const change of changes) {
    const of = causes.get(change.item_id ?? '') ?? [];
    const actor = of.find((cause) => cause.actor.id !== me)?.actor ?? of[0]?.actor ?? null;
    const mine = of.length > 0 && of.every((cause) => cause.actor.id === me);
    if (mine && !of.every((cause) => isOwn(cause.command))) later.push([{ ...change, actor }, of]);
    else now.push({ ...change, actor, own: mine });
  }
  tellChanges(now);
  if (later.length)
    setTimeout(
      () => tellChanges(later.map(([change, of]) => ({ ...change, own: of.every((c) => isOwn(c.command)) }))),
      answerTime,
    );
}

function gone(ids: Id[]): void {
  const changes: Change[] = [];
  for (const id of ids) {
    const known = { item_id: id, actor: null, own: false, gone: true } as const;
    const task = store.tasks.get(id) ?? store.opened.get(id);
    if (task) changes.push({ ...known, item_type: 'task', space_id: task.space_id, before: task });
    else if (store.topics.has(id)) changes.push({ ...known, item_type: 'topic', space_id: null });
    else if (store.documents.has(id))
      changes.push({ ...known, item_type: 'document', space_id: store.documents.get(id)?.space_id ?? null });
    else if (store.folders.has(id))
      changes.push({ ...known, item_type: 'folder', space_id: store.folders.get(id)?.space_id ?? null });
    else if (store.processes.has(id))
      changes.push({ ...known, item_type: 'process', space_id: store.processes.get(id)?.space_id ?? null });
    else if (store.searches.has(id)) changes.push({ ...known, item_type: 'search', space_id: null });
    else if (store.spaces.has(id)) changes.push({ ...known, item_type: 'space', space_id: id });
    else if (store.people.has(id)) changes.push({ ...known, item_type: 'person', space_id: null });
    else changes.push({ ...known, item_type: 'view', space_id: null });
    store.forget(id);
  }
  store.dropHidden();
  tellChanges(changes);
}
