/** Who called, how often, and with what outcome: counted by person if one is known, otherwise by principal. */
import { CallTally } from '../model/call-tally.ts';
import type { TimelineEvent } from '../model/event.ts';
import { callsIn } from '../model/person.ts';
import type { WhoVerdict } from '../model/report.ts';

export { callsIn, isWrite, nameOf } from '../model/person.ts';

/** Everyone who called, most writes first. */
export const whoOf = (events: readonly TimelineEvent[]): readonly WhoVerdict[] => CallTally.of(callsIn(events)).who;
