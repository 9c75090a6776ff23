/** The user that the tests of principals lead back to. */
import { eventId } from '../../../fixtures/cloudtrail.ts';
import { userIdentity } from '../../../fixtures/sessions.ts';

export const alice = userIdentity('alice');
export const id = (n: number) => `cloudtrail:${eventId(n)}`;
