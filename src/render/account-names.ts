/** Accounts by the names that people gave them, for readers who know those: in the columns, never in what is compared. */
import type { Report } from '../model/report.ts';

/** Account id -> name. Returns the same report if no name is known. */
export function withAccountNames(report: Report, names: ReadonlyMap<string, string> | undefined): Report {
  if (!names || names.size === 0) return report;
  const nameOf = (account: string | null): string | null => (account === null ? null : (names.get(account) ?? account));
  return {
    ...report,
    timeline: report.timeline.map((event) => ({
      ...event,
      origin: { ...event.origin, account: nameOf(event.origin.account) },
    })),
    coverage: report.coverage.map((entry) => ({ ...entry, account: nameOf(entry.account) })),
  };
}
