// Changes of a checklist: shown at once, one request each.
import { api, type Answer } from '../../../api/client';
import type { Id, Step, StepProofInput, Task, When } from '../../../api/types';
import { mutate } from '../../../app/mutate';
import { store } from '../../../app/store.svelte';
import { t } from '../../../words';
import { tellTasks } from '../events';
import { show } from '../mutations';

export interface StepPatch {
  text?: string;
  done?: boolean;
  assignee_id?: Id | null;
  due?: When | null;
  after?: Id | null;
  evidence?: StepProofInput;
  /** What came back from its approval is asked anew. */
  ready?: true;
}

function change(
  task: Task,
  steps: Step[],
  send: () => Promise<Answer<Task>>,
  done?: string,
): Promise<boolean> {
  return mutate<Task>({
    apply: () =>
      show(task.id, {
        steps,
        steps_total: steps.length,
        steps_done: steps.filter((step) => step.done).length,
      }),
    send,
    settle: (data) => {
      store.putTask(data);
      tellTasks({ kind: 'changed', ids: [task.id], fields: ['steps'] });
    },
    done,
    failed: t('task.steps_not_saved'),
  });
}

const path = (task: Task, step: Step) => `/tasks/${task.id}/steps/${step.id}`;

const nothing = { file_id: null, file_name: null, number: null, signature: null, answer: null };

/** `file` is the name of the one that is shown, which the server reads from it. */
export function patchStep(task: Task, step: Step, patch: StepPatch, file?: string): Promise<boolean> {
  const done =
    patch.done === undefined
      ? step
      : {
          ...step,
          done_at: patch.done ? new Date().toISOString() : null,
          done_by: patch.done ? (store.me?.id ?? null) : null,
          proof: patch.evidence ? { ...nothing, ...patch.evidence, file_name: file ?? null } : null,
        };
  const { after: _after, evidence: _evidence, ready, ...values } = patch;
  const again =
    ready && step.approval ? { approval: { ...step.approval, approval_id: null, back: false } } : {};
  const shown = task.steps.map((one) => (one.id === step.id ? { ...done, ...again, ...values } : one));
  return change(task, shown, () => api.patch<Task>(path(task, step), patch, task.version));
}

/** To the place `to` among the others. */
export function moveStep(task: Task, step: Step, to: number): Promise<boolean> {
  const rest = task.steps.filter((one) => one.id !== step.id);
  const at = Math.max(0, Math.min(rest.length, to));
  const after = rest[at - 1]?.id ?? null;
  return change(task, rest.toSpliced(at, 0, step), () =>
    api.patch<Task>(path(task, step), { after }, task.version),
  );
}

export function removeStep(task: Task, step: Step): Promise<boolean> {
  const rest = task.steps.filter((one) => one.id !== step.id);
  return change(
    task,
    rest,
    () => api.delete<Task>(path(task, step), task.version),
    t('task.step_removed', { text: step.text }),
  );
}

/** Several lines make several steps; bullets in front of them go. */
export async function addSteps(task: Task, text: string): Promise<boolean> {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:[-*+•]|\d+[.)])\s+(?:\[[ xX]\]\s*)?/, '').trim())
    .filter(Boolean);
  if (!lines.length) return false;
  const after = task.steps.at(-1)?.id;
  return mutate<Task>({
    send: () => api.post<Task>(`/tasks/${task.id}/steps`, { text: lines.join('\n'), after }),
    settle: (data) => {
      store.putTask(data);
      tellTasks({ kind: 'changed', ids: [task.id], fields: ['steps'] });
    },
    done: lines.length > 1 ? t('task.steps_added', { count: lines.length }) : undefined,
    failed: t('task.steps_not_saved'),
  });
}
