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
      return ['cloudwatch', 'logs'];
    default:
      return [];
  }
}
