// How the words for how a project stands look: never by colour alone, the word stands in it.
import type { StatusNote } from '../../api/types';

export const healths: StatusNote['health'][] = ['on_track', 'at_risk', 'off_track'];
export const tones = { on_track: 'green', at_risk: 'amber', off_track: 'red' } as const;
