/** Which commands ask CloudWatch, and for what. */
import type { CommandName } from '../../model/question.ts';

const metricCommands: ReadonlySet<CommandName> = new Set(['investigate', 'impact']);
const alarmCommands: ReadonlySet<CommandName> = new Set(['investigate', 'impact', 'gate']);

export const asksMetrics = (command: CommandName): boolean => metricCommands.has(command);
export const asksAlarms = (command: CommandName): boolean => alarmCommands.has(command);
