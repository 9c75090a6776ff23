/** Which calls are worth a look by what they are, whoever made them: what reads secrets or credentials, and what is dangerous. */
import type { ApiCallEvent } from '../../model/event.ts';
import { isNotableRead } from '../../resources/notable-reads.ts';

export const isSensitive = ({ detail: { eventSource, eventName, dangers = [] } }: ApiCallEvent): boolean =>
  dangers.length > 0 || isNotableRead(eventSource, eventName);
