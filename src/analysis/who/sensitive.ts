/**
 * Which calls deserve attention by their nature, whoever made them: those that read secrets or credentials, and dangerous ones.
 */
import type { ApiCallEvent } from '../../model/event.ts';
import { isNotableRead } from '../../resources/notable-reads.ts';

export const isSensitive = ({ detail: { eventSource, eventName, dangers = [] } }: ApiCallEvent): boolean =>
  dangers.length > 0 || isNotableRead(eventSource, eventName);
