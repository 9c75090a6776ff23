/** Whether a call touches a target, by its request or by the message of its error. */
import type { JsonValue } from '../../../../src/model/json.ts';
import { touches } from '../../../../src/sources/cloudtrail/touches.ts';
import { recordOf } from '../../../fixtures/cloudtrail.ts';

export const account = '111122223333';
export const other = '444455556666';

/** Whether a call whose request holds this value touches the target. */
export const byRequest = (target: string, value: JsonValue): boolean =>
  touches(target)(recordOf({ requestParameters: { parameter: value } }));
