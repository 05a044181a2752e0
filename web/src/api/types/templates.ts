// Templates of tasks.
import type { Asked, Sent } from './common';

export type TaskTemplate = Sent<'TaskTemplate'>;
export type TopicTemplate = Sent<'TopicTemplate'>;
export type WholeTopicTemplate = Sent<'WholeTopicTemplate'>;
export type FromTemplateInput = Asked<'FromTemplateInput'>;
