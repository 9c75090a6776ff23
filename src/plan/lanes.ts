/** Which kinds of event answer which command. */
import type { EventKind } from '../model/event.ts';
import type { Reading } from '../model/evidence.ts';
import type { CommandName, Question } from '../model/question.ts';

const lanes = {
  who: ['api-call', 'insight'],
  what: ['config-change'],
  compliance: ['compliance'],
  impact: ['metric', 'alarm', 'log', 'flow', 'insight', 'finding'],
} as const satisfies Partial<Record<CommandName, readonly EventKind[]>>;

/** Empty: all. */
export const kindsOf = (command: CommandName): readonly EventKind[] =>
  command in lanes ? lanes[command as keyof typeof lanes] : [];

/** The sources that a command's answer rests on: only theirs is its coverage. Empty: all. */
export function sourcesOf(command: CommandName): readonly string[] {
  switch (command) {
    case 'who':
      return ['cloudtrail'];
    case 'what':
    case 'compliance':
      return ['config'];
    case 'impact':
      return ['cloudwatch', 'logs', 'findings'];
    default:
      return [];
  }
}

/** Whether metrics are judged for it. */
export const hasMetrics = ({ command, metrics = false }: Pick<Question, 'command' | 'metrics'>): boolean =>
  metrics || command === 'investigate' || command === 'impact';

/**
 * The sources to ask, where asking costs: what the answer rests on, and what explains it. Empty: all. The calls to a target
 * are few, and tell of a change before Config does; all calls of a window are many, and asked for only where Config tells
 * nothing.
 */
export function sourcesToAsk(command: CommandName, hasTargets = true): readonly string[] {
  const own = sourcesOf(command);
  // what was changed tells whose metrics to look at, and through which rule traffic came
  if (command === 'impact') return [...own, 'config', 'cloudtrail'];
  if (command === 'what' && hasTargets) return [...own, 'cloudtrail'];
  // by whose change something does not comply; of an account, once it is known what does not
  if (command === 'compliance' && hasTargets) return [...own, 'cloudtrail'];
  return own;
}

/**
 * The sources whose delivered files are read: those of the others, which may be many times as much, change nothing of the
 * answer. What belongs to a target is told by Config. undefined: all.
 */
export function sourcesInFiles(question: Question): readonly string[] | undefined {
  const { command, targets, listsWatched = false } = question;
  const ofStates = ['cloudtrail', 'config'];
  if (listsWatched || hasMetrics(question)) return undefined;
  switch (command) {
    case 'who':
      return targets.length > 0 ? ofStates : ['cloudtrail'];
    case 'what':
    case 'compliance':
      return ofStates;
    default:
      return undefined;
  }
}

/** The sources that the first answers may lead to, besides those that are asked at once. */
export const sourcesToAskLater = (command: CommandName, hasTargets: boolean): readonly string[] =>
  command === 'compliance' && !hasTargets ? ['cloudtrail'] : [];

/** Whether calls have to tell what changed, since Config does not: it was not asked, recorded nothing, or did not answer. */
export function needsCalls({ command }: Pick<Question, 'command'>, readings: readonly Reading[]): boolean {
  if (command !== 'what') return false;
  const hasItems = readings.some(({ evidence }) => evidence.some(({ type }) => type === 'configuration-item'));
  return (
    !hasItems ||
    readings.some(({ gaps }) =>
      gaps.some(({ source, gap }) => (source ?? 'config') === 'config' && unrecorded.has(gap.code)),
    )
  );
}

const unrecorded: ReadonlySet<string> = new Set(['ACCESS_DENIED', 'UNREACHABLE', 'RECORDER_OFF', 'TYPE_NOT_RECORDED']);
