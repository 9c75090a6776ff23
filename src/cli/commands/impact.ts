import { askCommand, type Finish } from '../ask.ts';
import type { CliIo } from '../io.ts';

const help = `
Examples:
  obs3 impact i-0f1e2d3c4b5a69788 --since 6h          what moved, what came in
  obs3 impact checkout --around 14:30 --charts        a function, drawn
  obs3 impact alarm:checkout-5xx --since 6h           what an alarm watches
  obs3 impact i-0f1e2d3c4b5a69788 --from ./logs --all`;

export const impactCommand = (io: CliIo, finish: Finish) =>
  askCommand('impact', 'what it did to the system: metrics, alarms, logs and traffic of a resource', io, finish)
    .option('--all', 'list the metrics that did not shift, by name')
    .addHelpText('after', help);
