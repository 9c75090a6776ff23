/**
 * The format in which the engine reads messages of log events: the one that their group's flow log defines, otherwise the one
 * guessed.
 */
import type { FlowEngine } from './flow-engine.ts';
import type { FlowFormat } from './flow-fields.ts';
import type { FlowMessages } from './flow-message.ts';

/** Sets the format of the messages that follow; to be called again after each message that the engine did not read. */
export function formatSetter(engine: FlowEngine, messages: FlowMessages): (logGroup: string) => void {
  let told: FlowFormat | undefined;
  let isDefined = false;
  // a defined format is used; otherwise the previous record's format is tried
  return (logGroup) => {
    const defined = messages.defined(logGroup);
    const format = defined ?? messages.last;
    if (format === told && isDefined === (defined !== undefined)) return;
    told = format;
    isDefined = defined !== undefined;
    engine.setFormat(format, !isDefined);
  };
}
