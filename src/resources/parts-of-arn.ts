/** What a call names by parts of an ARN, as Application Auto Scaling does: `service/prod/checkout` together with `ecs`. */
import { isJsonObject, type JsonValue } from '../model/json.ts';
import { partsOfArnOf } from './index.ts';
import { partitionOf } from './recording-regions.ts';

interface Called {
  readonly eventSource: string;
  /** The call's parameters; anything but an object names nothing. */
  readonly request: JsonValue | undefined;
  readonly account: string | null;
  readonly region: string | null;
}

/** The whole ARN: such a resource is where the call was made. undefined if the place or the parts are missing. Total. */
export function arnOfParts({ eventSource, request, account, region }: Called): string | undefined {
  const parts = isJsonObject(request) ? partsOfArnOf(eventSource, request) : undefined;
  if (parts === undefined || account === null || region === null) return undefined;
  return `arn:${partitionOf([region])}:${parts.service}:${region}:${account}:${parts.resource}`;
}
