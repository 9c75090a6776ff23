/** The filters of a question, on a call. `or` within one filter, `and` between them. */
import type { ApiCallEvent } from '../../model/event.ts';
import type { Filters } from '../../model/question.ts';
import { isNotableRead } from '../../resources/notable-reads.ts';
import { plainEventName } from './record.ts';

export function createFilter(filters: Filters): (event: ApiCallEvent) => boolean {
  const { outcome, eventName, errorCode, service, principal, sourceIp } = filters;
  const names = new Set(eventName.map((name) => name.toLowerCase()));
  const services = new Set(service.map((name) => name.toLowerCase().replace(/\.amazonaws\.com$/, '')));
  // asking for an outcome, an event or an error by name asks for it among reads too
  const lifted = filters.reads === 'routine' && (outcome.length > 0 || eventName.length > 0 || errorCode.length > 0);
  return ({ detail }) => {
    const plain = plainEventName(detail.eventName);
    if (filters.reads === 'writes' && detail.readOnly) return false;
    if (
      filters.reads === 'routine' &&
      !lifted &&
      detail.readOnly &&
      detail.outcome === 'success' &&
      !isNotableRead(detail.eventSource, plain)
    )
      return false;
    if (outcome.length > 0 && !outcome.includes(detail.outcome)) return false;
    if (names.size > 0 && !names.has(detail.eventName.toLowerCase()) && !names.has(plain.toLowerCase())) return false;
    if (errorCode.length > 0 && !errorCode.some((code) => isErrorCode(detail.errorCode, code))) return false;
    if (services.size > 0 && !services.has(detail.eventSource.replace(/\.amazonaws\.com$/, '').toLowerCase()))
      return false;
    if (principal.length > 0 && !principal.some((name) => isNamed(detail.principal, name))) return false;
    return sourceIp.length === 0 || sourceIp.includes(detail.principal.sourceIp ?? '');
  };
}

/** EC2 puts `Client.` before its codes: both spellings find them. */
const isErrorCode = (code: string | undefined, wanted: string) => code === wanted || code === `Client.${wanted}`;

const isNamed = (principal: ApiCallEvent['detail']['principal'], name: string) =>
  principal.name === name ||
  principal.session === name ||
  principal.arn === name ||
  principal.accessKeyId === name ||
  principal.human?.name === name ||
  (principal.session !== undefined && `${principal.name}/${principal.session}` === name);
