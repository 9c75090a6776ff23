/**
 * Changes that only a reboot made take effect: static parameters of a database, or a different parameter group, wait for one.
 * Then both the change and the reboot explain what followed; otherwise the reboot alone would be blamed, since it came last and
 * acted on the database itself.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
 */
import { isJsonObject, stringAt } from '../../model/json.ts';
import { verbOf } from './call-verb.ts';
import { believable, type Candidate, type Found } from './candidate.ts';
import { type Call, positionAt, type ResourceIndex } from './resource-index.ts';

/**
 * Adds, next to a chosen reboot, the last earlier change that was waiting for it, taken from the candidates that lost against
 * it.
 */
export function withAwaited({ chosen, lost }: Found, index: ResourceIndex): Found {
  const [reboot] = chosen;
  const rebooted = reboot?.relation === 'preceded' ? callOf(reboot, index) : undefined;
  if (!rebooted || verbOf(rebooted.event.detail.eventName).verb !== 'reboot') return { chosen, lost };
  const awaited = lost
    .filter((one) => one.relation === 'preceded' && one.score >= believable)
    .flatMap((candidate) => {
      const call = callOf(candidate, index);
      return call && call.time < rebooted.time && awaitsReboot(call) ? [{ candidate, time: call.time }] : [];
    })
    .sort((a, b) => b.time - a.time)[0]?.candidate;
  if (!awaited) return { chosen, lost };
  const because = [...awaited.because, `${rebooted.event.detail.eventName} made it take effect`];
  const cause = { ...awaited, because, effectiveBy: rebooted.event.id };
  return { chosen: [...chosen, cause], lost: lost.filter((one) => one !== awaited) };
}

const callOf = ({ from }: Candidate, index: ResourceIndex): Call | undefined => {
  const found = index.byId.get(from);
  if (found?.event.kind !== 'api-call') return undefined;
  return index.changes.slice(positionAt(index.changes, found.time)).find(({ event }) => event.id === from);
};

/** Changes that apply immediately did not need the reboot. */
function awaitsReboot({ event: { detail } }: Call): boolean {
  const request = isJsonObject(detail.requestParameters) ? detail.requestParameters : {};
  if (/^Modify\w*(?:Instance|Cluster)$/.test(detail.eventName))
    return Object.keys(request).some((name) => /^dB\w*ParameterGroupName$/.test(name));
  if (!/^(?:Modify|Reset)\w*ParameterGroup$/.test(detail.eventName)) return false;
  const { parameters } = request;
  return !Array.isArray(parameters) || parameters.some((one) => stringAt(one, 'applyMethod') !== 'immediate');
}
