// Templates of tasks.
import type { Asked, Sent } from './common';

export type TaskTemplate = Sent<'TaskTemplate'>;
export type FromTemplateInput = Asked<'FromTemplateInput'>;
