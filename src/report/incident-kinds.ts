/** If there are many incidents, the sentence says how many there are of which kind: the worst of each, in few words. */
import type { TimelineEvent } from '../model/event.ts';
import { numberText } from '../model/number-text.ts';
import type { Chain } from '../model/report.ts';

/** What an incident counts as. */
export interface IncidentKind {
  /** `instance-credentials-outside` */
  readonly name: string;
  /** Higher is worse. */
  readonly weight: number;
}

/** The others are only counted. */
const mostKinds = 3;

const other: IncidentKind = { name: 'others', weight: 0 };

/** By its worst event; between equals, the first. */
export function kindOf(
  chains: readonly Pick<Chain, 'events'>[],
  byId: ReadonlyMap<string, TimelineEvent>,
): IncidentKind {
  const found = chains.flatMap(({ events }) => events.flatMap((id) => kindsIn(byId.get(id))));
  return found.reduce((worst, kind) => (kind.weight > worst.weight ? kind : worst), other);
}

/** Critical ones first; then what was done, what it broke, and what came after it. */
function kindsIn(event: TimelineEvent | undefined): readonly IncidentKind[] {
  if (event === undefined) return [];
  const grave = event.severity === 'critical' ? 10 : 0;
  switch (event.kind) {
    case 'api-call': {
      const dangers = event.detail.dangers ?? [];
      if (dangers.length > 0)
        return dangers.map(({ rule, severity }) => ({ name: rule, weight: (severity === 'high' ? 10 : 0) + 4 }));
      return event.detail.outcome === 'success' ? [] : [{ name: 'attempts', weight: grave + 1 }];
    }
    case 'compliance':
      return event.detail.to === 'NON_COMPLIANT'
        ? [{ name: `${event.detail.rule} NON_COMPLIANT`, weight: grave + 3 }]
        : [];
    case 'alarm':
      return event.detail.to === 'ALARM' ? [{ name: 'alarms', weight: grave + 2 }] : [];
    case 'metric':
      return [{ name: 'metric shifts', weight: grave + 1 }];
    case 'log':
      return [{ name: 'error logs', weight: grave + 1 }];
    case 'flow':
      return event.detail.admittedBy === undefined ? [] : [{ name: 'traffic let in', weight: grave + 1 }];
    case 'finding':
      return [{ name: 'findings', weight: grave + 2 }];
    default:
      return [];
  }
}

/** `190 instance-credentials-outside, 12 access-key-created and 19 others`: worst first, then most frequent. */
export function kindsText(kinds: readonly IncidentKind[]): string {
  const counts = new Map<string, { readonly kind: IncidentKind; readonly count: number }>();
  for (const kind of kinds) {
    const known = counts.get(kind.name);
    const worse = known && known.kind.weight > kind.weight ? known.kind : kind;
    counts.set(kind.name, { kind: worse, count: (known?.count ?? 0) + 1 });
  }
  const sorted = [...counts.values()].sort(
    (a, b) => b.kind.weight - a.kind.weight || b.count - a.count || (a.kind.name < b.kind.name ? -1 : 1),
  );
  const named = sorted.filter(({ kind }) => kind.name !== other.name);
  const shown = named.slice(0, named.length === mostKinds + 1 ? mostKinds + 1 : mostKinds);
  const left = kinds.length - shown.reduce((sum, { count }) => sum + count, 0);
  const [only] = shown;
  if (only && left === 0 && shown.length === 1) return `all ${only.kind.name}`;
  const texts = shown.map(({ kind, count }) => `${numberText(count)} ${kind.name}`);
  return [
    ...texts,
    ...(left > 0 ? [`${numberText(left)} ${texts.length > 0 ? 'of other kinds' : 'of no known kind'}`] : []),
  ].join(', ');
}
