/** What a question asks of CloudWatch Logs, as far as that is known before any answer. Pure. */
import type { CommandName } from '../../model/question.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { typeOfId } from '../../resources/identify.ts';
import { refsOfSpellings, refsOfTarget } from '../../resources/refs.ts';
import type { PlannedCall, PlanPlace, SourceRequest } from '../source.ts';
import { type GroupSearch, groupSearches } from './group-plan.ts';
import { isPlainId } from './insights-query.ts';

type Asked = Exclude<SourceRequest, { kind: 'credentials' }>;

/** Scanning costs money: only commands that report on logs ask. */
const commands: ReadonlySet<CommandName> = new Set(['investigate', 'impact']);
export const asksLogs = (command: CommandName): boolean => commands.has(command);

/** The most groups asked in one region, for lines and for traffic each. */
export const mostGroups = 20;
/** The most queries of one group, for the window and for the time before it. */
export const mostQueries = { window: 24, before: 8 };

export interface LogPlan {
  readonly searches: readonly GroupSearch[];
  readonly interfaces: readonly string[];
}

/** For a follow-up request only what is new in it; new spellings may still name groups that were asked before. */
export function planOf({ kind, question, interests }: Asked, account: string): LogPlan {
  const isOwn = ({ account: owner }: ResourceRef) => owner === undefined || owner === account;
  const typed = question.targets.flatMap(refsOfTarget).filter(isOwn);
  const spellings = [...interests.targets, ...interests.neighbors];
  const told = refsOfSpellings(spellings, interests.resources).filter(isOwn);
  const asked = new Set(kind === 'follow' ? groupSearches(typed).map(({ by, text }) => `${by} ${text}`) : []);
  const searches = groupSearches(kind === 'follow' ? told : [...typed, ...told]);
  const isOfInterface = (id: string) =>
    isPlainId(id) && ['AWS::EC2::NetworkInterface', 'AWS::EC2::Instance'].includes(typeOfId(id) ?? '');
  return {
    searches: searches.filter(({ by, text }) => !asked.has(`${by} ${text}`)),
    interfaces: [...new Set(spellings.filter(isOfInterface))],
  };
}

export function plannedCalls(request: Asked, { account, regions }: PlanPlace): readonly PlannedCall[] {
  if (!asksLogs(request.question.command)) return [];
  const { searches, interfaces } = planOf(request, account);
  const ratePerSecond = 10;
  return regions.flatMap((region): readonly PlannedCall[] => {
    const own = searches.filter((search) => search.region === undefined || search.region === region);
    const groups = (own.length > 0 ? mostGroups : 0) + (interfaces.length > 0 ? mostGroups : 0);
    const later = { region, round: 'later', least: 0, of: null } as const;
    return [
      ...own.map(
        ({ by, text }): PlannedCall => ({
          action: 'logs:DescribeLogGroups',
          region,
          round: 'first',
          least: 1,
          most: null,
          ratePerSecond,
          of: `${by} ${text}`,
          why: 'log groups of the target',
        }),
      ),
      ...(interfaces.length > 0
        ? [
            {
              action: 'ec2:DescribeFlowLogs',
              region,
              round: 'first',
              least: 1,
              most: null,
              ratePerSecond: 20,
              of: null,
              why: 'where the traffic of its interfaces is recorded',
            } as const,
          ]
        : []),
      ...(groups > 0
        ? [
            {
              ...later,
              action: 'logs:StartQuery',
              ratePerSecond,
              most: groups * (1 + mostQueries.window + mostQueries.before),
              why: 'lines and traffic, of the groups that there are',
            } as const,
          ]
        : []),
    ];
  });
}
