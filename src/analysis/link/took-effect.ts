/**
 * What a reboot made take effect: a static parameter of a database waits for it, as does another parameter group, and so both are
 * why what followed did. The reboot alone would be blamed, since it came last and was done to the database itself.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
 */
import { isJsonObject, stringAt } from '../../model/json.ts';
import { verbOf } from './call-verb.ts';
import { believable, type Candidate, type Found } from './candidate.ts';
import { type Call, positionAt, type ResourceIndex } from './resource-index.ts';

/** Of those that lost against a reboot, the last change before it of parameters that waited for it; chosen beside the reboot. */
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

/** Those that are set at once did without it. */
function awaitsReboot({ event: { detail } }: Call): boolean {
  const request = isJsonObject(detail.requestParameters) ? detail.requestParameters : {};
  if (/^Modify\w*(?:Instance|Cluster)$/.test(detail.eventName))
    return Object.keys(request).some((name) => /^dB\w*ParameterGroupName$/.test(name));
  if (!/^(?:Modify|Reset)\w*ParameterGroup$/.test(detail.eventName)) return false;
  const { parameters } = request;
  return !Array.isArray(parameters) || parameters.some((one) => stringAt(one, 'applyMethod') !== 'immediate');
}
