import { askCommand, type Finish } from '../ask.ts';
import type { CliIo } from '../io.ts';

export const impactCommand = (io: CliIo, finish: Finish) =>
  askCommand('impact', 'what it did to the system: metrics, alarms, logs and traffic of a resource', io, finish).option(
    '--all',
    'list the metrics that did not shift, by name',
  );
