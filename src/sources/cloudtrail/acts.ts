/** Whether a call was made by the target: a user, role, session, access key, service, address or account. */
import { type JsonObject, objectAt, stringAt } from '../../model/json.ts';
import { sourceIpOf } from './record.ts';

const isAddress = (text: string) => /^\d{1,3}(\.\d{1,3}){3}$|^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text);

/** A test for one principal, as typed. `root` is the account's root user, whatever the account. */
export function actsAs(principal: string): (record: JsonObject) => boolean {
  if (principal === 'root') return (record) => stringAt(record['userIdentity'], 'type') === 'Root';
  if (/^\d{12}$/.test(principal)) return (record) => stringAt(record['userIdentity'], 'accountId') === principal;
  if (isAddress(principal)) return (record) => sourceIpOf(record) === principal;
  return (record) => {
    const identity = objectAt(record, 'userIdentity');
    const issuer = objectAt(objectAt(identity, 'sessionContext'), 'sessionIssuer');
    return (
      namesIn(identity, ['userName', 'arn', 'accessKeyId', 'invokedBy'], principal) ||
      namesIn(issuer, ['userName', 'arn', 'principalId'], principal) ||
      isPrincipalId(stringAt(identity, 'principalId'), principal)
    );
  };
}

const namesIn = (object: JsonObject, keys: readonly string[], name: string) => keys.some((key) => object[key] === name);

/** In `AROA…:session` the role's id comes first, then the session's name: either half names the principal, too. */
function isPrincipalId(principalId: string | undefined, name: string): boolean {
  if (principalId === undefined) return false;
  if (principalId === name) return true;
  const colon = principalId.indexOf(':');
  return colon >= 0 && (principalId.slice(0, colon) === name || principalId.slice(colon + 1) === name);
}
