/** Which questions ask CloudWatch, and for what. */
import type { CommandName, Question } from '../../model/question.ts';

const metricCommands: ReadonlySet<CommandName> = new Set(['investigate', 'impact']);
const alarmCommands: ReadonlySet<CommandName> = new Set(['investigate', 'impact', 'gate']);

export const asksMetrics = ({ command, metrics = false }: Pick<Question, 'command' | 'metrics'>): boolean =>
  metrics || metricCommands.has(command);
export const asksAlarms = (command: CommandName): boolean => alarmCommands.has(command);
