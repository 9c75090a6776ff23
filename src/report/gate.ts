/** `obs3 gate` and `--fail-on`: conditions on the finished report that decide the exit code of a script or a CI job. */
import type { Gate } from '../model/report.ts';
import { checks, type GateEvidence, type GateFinding } from './gate-conditions.ts';
import { createExcuses } from './gate-exceptions.ts';
import type { GateSettings } from './gate-settings.ts';

export { rulesUnmet } from './gate-conditions.ts';

/**
 * Exit code 1 where a condition met something; 3 where only a blocking gap was met: it could not be told. What an exception
 * excuses at `now` (epoch milliseconds) fails nothing, and is listed all the same.
 */
export function gateOf(settings: GateSettings, evidence: GateEvidence, now: number): Gate {
  const excuseOf = createExcuses(settings.exceptions, evidence, now);
  const failures: Gate['failures'][number][] = [];
  const excused: NonNullable<Gate['excused']>[number][] = [];
  for (const found of settings.conditions.flatMap((condition) => checks[condition](evidence, settings))) {
    const { condition, message } = toldOf(found);
    const event = found.event?.id ?? null;
    const excuse = excuseOf(found);
    if (!excuse) failures.push({ condition, event, message });
    else {
      const { reason, until } = excuse.exception;
      if (!excuse.isExpired) excused.push({ condition, event, message, reason, until });
      else
        failures.push({ condition, event, message: `${message} (its exception expired ${until}: ${oneLine(reason)})` });
    }
  }
  const isMet = failures.some(({ condition }) => condition !== 'gap');
  return {
    passed: failures.length === 0,
    exitCode: isMet ? 1 : failures.length > 0 ? 3 : 0,
    failures,
    conditions: settings.conditions,
    ...(excused.length > 0 && { excused }),
  };
}

const toldOf = ({ condition, message }: GateFinding) => ({ condition, message: oneLine(message) });

/** Whatever a log wrote into a name: a failure is one line. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
