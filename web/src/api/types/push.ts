// Push: the browsers of the reader that are told what needs them.
import type { Sent } from './common';

export type PushDevice = Sent<'PushDevice'>;
