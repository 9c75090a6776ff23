/** Which kinds of event answer which command. */
import type { EventKind } from '../model/event.ts';
import type { CommandName } from '../model/question.ts';

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

/** The sources to ask, where asking costs: what the answer rests on, and Config where neighbors are to be known. Empty: all. */
export function sourcesToAsk(command: CommandName): readonly string[] {
  const own = sourcesOf(command);
  return command === 'impact' ? [...own, 'config'] : own;
}
