/** In which format the engine reads messages of log events: as the flow log of their group is defined, else as it was guessed. */
import type { FlowEngine } from './flow-engine.ts';
import type { FlowFormat } from './flow-fields.ts';
import type { FlowMessages } from './flow-message.ts';

/** Sets the format of the messages that follow; to be called again behind each that the engine did not read. */
export function formatSetter(engine: FlowEngine, messages: FlowMessages): (logGroup: string) => void {
  let told: FlowFormat | undefined;
  let isDefined = false;
  // what is defined holds; else the format of the record before is tried
  return (logGroup) => {
    const defined = messages.defined(logGroup);
    const format = defined ?? messages.last;
    if (format === told && isDefined === (defined !== undefined)) return;
    told = format;
    isDefined = defined !== undefined;
    engine.setFormat(format, !isDefined);
  };
}
