/** Which kinds of events answer which command. */
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

/** The sources that a command's answer is based on: only those count for its coverage. Empty: all. */
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

/** Whether the command judges metrics. */
export const hasMetrics = ({ command, metrics = false }: Pick<Question, 'command' | 'metrics'>): boolean =>
  metrics || command === 'investigate' || command === 'impact';

/**
 * The sources to ask if asking costs time: those that the answer is based on, and those that explain it. Empty: all. The calls
 * on a target are few, and show a change before Config does; all calls of a window are many, and asked for only if Config has
 * nothing.
 */
export function sourcesToAsk(command: CommandName, hasTargets = true): readonly string[] {
  const own = sourcesOf(command);
  // changes show whose metrics to look at, and which rule let traffic in
  if (command === 'impact') return [...own, 'config', 'cloudtrail'];
  if (command === 'what' && hasTargets) return [...own, 'cloudtrail'];
  // shows whose change made something non-compliant; for an account, calls are read once it is known what is
  if (command === 'compliance' && hasTargets) return [...own, 'cloudtrail'];
  return own;
}

/**
 * The sources whose delivered files are read: the others, possibly many times as much, do not change the answer. Config shows
 * what belongs to a target. undefined: all.
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

/** The sources that the first answers may lead to, in addition to those asked right away. */
export const sourcesToAskLater = (command: CommandName, hasTargets: boolean): readonly string[] =>
  command === 'compliance' && !hasTargets ? ['cloudtrail'] : [];

/** Whether calls must show what changed because Config cannot: it was not asked, recorded nothing, or did not answer. */
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
