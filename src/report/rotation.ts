/**
 * Backups that are made and deleted in turn, as every schedule with a retention period does: deleting an old one is intended,
 * and no incident.
 */
import type { ApiCallEvent, TimelineEvent } from '../model/event.ts';
import { groupedBy } from '../model/grouped-by.ts';

/** Rules that only warn of the loss of a backup. */
const lossOfBackup: ReadonlySet<string> = new Set(['snapshot-deleted', 'database-snapshot-deleted', 'backup-deleted']);

/** `DeleteDBSnapshot` -> `DBSnapshot` */
const made = /^(?:Create|Copy)(.+)$/;
const deleted = /^Delete(.+)$/;

/**
 * Ids of deletions by an automation that deleted no more backups than it made itself of the same kind. If more are deleted,
 * fewer are left than before; and a person's deletion is a person's decision.
 */
export function rotationsIn(events: readonly TimelineEvent[]): ReadonlySet<string> {
  const calls = events.filter(
    (event): event is ApiCallEvent =>
      event.kind === 'api-call' && event.detail.outcome === 'success' && event.detail.principal.human === null,
  );
  const deletions = calls.filter(isLossAlone);
  if (deletions.length === 0) return new Set();
  const creations = groupedBy(
    calls.filter(({ detail }) => made.test(detail.eventName)),
    (call) => keyOf(call, made),
  );
  const found = new Set<string>();
  for (const [key, list] of groupedBy(deletions, (call) => keyOf(call, deleted)))
    if (list.length <= (creations.get(key)?.length ?? 0)) for (const { id } of list) found.add(id);
  return found;
}

const isLossAlone = ({ detail: { eventName, dangers = [] } }: ApiCallEvent): boolean =>
  deleted.test(eventName) && dangers.length > 0 && dangers.every(({ rule }) => lossOfBackup.has(rule));

/** The same for what one principal does with one kind of thing in one place. */
const keyOf = ({ detail: { eventName, eventSource, principal }, origin }: ApiCallEvent, verb: RegExp): string =>
  JSON.stringify([
    eventSource,
    verb.exec(eventName)?.[1],
    principal.account,
    principal.name,
    origin.account,
    origin.region,
  ]);
