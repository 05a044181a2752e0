// What is written in the editor of a process, and what of it is new.
import type { Assign, Process, ProcessInput, ProcessPatch, ProcessStep, Task } from '../../api/types';
import { emptyStep } from './lines';
import { withoutMarks } from './rule-marks';

export interface Fields {
  name: string;
  body: string;
  /** In words; empty: started by hand. */
  rule: string;
  steps: ProcessStep[];
  assign: Assign;
  show_days: number;
  done_days: number;
  /** `17:00`; empty: by the end of the day. */
  done_at: string;
  late: Process['late'];
  /** What a run is thought to take. */
  estimate_minutes: number | null;
}

type FromTask = Pick<Task, 'title' | 'body' | 'assignee_id' | 'estimate_minutes'> & {
  steps: Pick<Task['steps'][number], 'text' | 'assignee_id'>[];
};

export function emptyFields(): Fields {
  return {
    name: '',
    body: '',
    rule: '',
    steps: [],
    assign: { who: 'nobody', person_ids: [] },
    show_days: 0,
    done_days: 0,
    done_at: '',
    late: 'start',
    estimate_minutes: null,
  };
}

export function fieldsOf(process: Process): Fields {
  const { name, body, steps, assign, show_days, done_days, late, estimate_minutes } = process;
  return {
    name,
    body,
    rule: process.rule?.words ?? '',
    steps,
    assign,
    show_days,
    done_days,
    done_at: process.done_at ?? '',
    late,
    estimate_minutes,
  };
}

/** What a task gives to work that comes again: its words, its checklist, its estimate and who has it. */
export function fieldsFrom({ title, body, steps, assignee_id, estimate_minutes }: FromTask): Fields {
  return {
    ...emptyFields(),
    name: title,
    body,
    steps: steps.map(({ text, assignee_id: id }) => ({
      ...emptyStep(text),
      doer: id ? 'person' : 'run',
      person_id: id,
    })),
    estimate_minutes,
    assign: assignee_id ? { who: 'person', person_ids: [assignee_id] } : emptyFields().assign,
  };
}

/** Steps in which nothing is written are none. */
const written = (steps: ProcessStep[]) =>
  steps
    .filter((step) => step.text.trim())
    .map(({ text, doer, person_id, due_days, evidence, least, most, unit, approval }) => ({
      text: text.trim(),
      doer,
      person_id: doer === 'person' ? person_id : null,
      due_days,
      evidence,
      // Bounds belong to numbers: what was typed before another kind was chosen is not sent.
      least: evidence === 'number' ? least : null,
      most: evidence === 'number' ? most : null,
      unit: evidence === 'number' ? unit.trim() : '',
      // A draft of an older page has none.
      approval: approval ?? null,
    }));

export function inputOf(fields: Fields): ProcessInput {
  return {
    ...fields,
    name: fields.name.trim(),
    rule: withoutMarks(fields.rule) || null,
    steps: written(fields.steps),
    done_at: fields.done_at || null,
  };
}

/** Only what differs: what somebody else changed meanwhile stays as they left it. */
export function changesOf(base: Fields, now: Fields): ProcessPatch {
  const before = inputOf(base) as Record<string, unknown>;
  const after = inputOf(now) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
  );
}

/** Whether runs from the next one on have another procedure. */
export const newProcedure = (changes: ProcessPatch) =>
  ['name', 'body', 'steps'].some((name) => name in changes);
