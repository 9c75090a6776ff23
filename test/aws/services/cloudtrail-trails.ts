/** Trails and how they are set up. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html */
import { type JsonObject, stringAt } from '../../../src/model/json.ts';
import { AwsError } from '../aws-error.ts';
import { type Call, textsAt } from '../call.ts';
import type { TrailOutline } from '../world.ts';

interface Known {
  readonly outline: TrailOutline;
  readonly home: string;
}

/** Every trail of the account that is visible where the call arrived. */
const trailsFor = ({ world, account, region }: Call): readonly Known[] =>
  Object.entries(world.accounts[account]?.regions ?? {}).flatMap(([home, { trails }]) =>
    trails
      .filter(({ trail }) => home === region || trail['IsMultiRegionTrail'] === true)
      .map((outline) => ({ outline, home })),
  );

/** `includeShadowTrails: false` leaves out trails whose home region is elsewhere. */
export function describeTrails(call: Call): JsonObject {
  const names = textsAt(call.parameters, 'trailNameList');
  const withShadows = call.parameters['includeShadowTrails'] !== false;
  const trailList = trailsFor(call)
    .filter(({ home }) => withShadows || home === call.region)
    .map(({ outline }) => outline.trail)
    .filter(({ Name, TrailARN }) => names.length === 0 || names.includes(`${Name}`) || names.includes(`${TrailARN}`));
  return { trailList };
}

/**
 * By its name in its home region, by its ARN in any:
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html
 */
function trailOf(call: Call, key: 'Name' | 'TrailName'): TrailOutline {
  const text = stringAt(call.parameters, key) ?? '';
  const found = trailsFor(call).find(
    ({ outline: { trail }, home }) => trail['TrailARN'] === text || (trail['Name'] === text && home === call.region),
  );
  if (!found) throw new AwsError('TrailNotFoundException', `Unknown trail: ${text}`);
  return found.outline;
}

export const getTrailStatus = (call: Call): JsonObject => trailOf(call, 'Name').status;

export function getEventSelectors(call: Call): JsonObject {
  const { trail, eventSelectors } = trailOf(call, 'TrailName');
  return { TrailARN: trail['TrailARN'] ?? null, ...eventSelectors };
}

export function getInsightSelectors(call: Call): JsonObject {
  const { trail, insightSelectors } = trailOf(call, 'TrailName');
  if (!insightSelectors)
    throw new AwsError(
      'InsightNotEnabledException',
      `Insights is not enabled on trail ${stringAt(trail, 'TrailARN') ?? ''}.`,
    );
  return { TrailARN: trail['TrailARN'] ?? null, InsightSelectors: [...insightSelectors] };
}
