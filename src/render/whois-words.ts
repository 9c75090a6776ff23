/** Words for people and counts, shared by the tree of `whois`, its lists and the groups of a timeline. */
import { numberText, plural } from '../model/number-text.ts';
import type { Human } from '../model/principal.ts';
import type { WhoisUsage } from '../model/whois.ts';

/** `20 calls, 3 writes, 1 denied, 2 failed` */
export function countsText({
  calls,
  writes,
  denied,
  failed,
}: Pick<WhoisUsage, 'calls' | 'writes' | 'denied' | 'failed'>): string {
  return [
    plural(calls, 'call'),
    ...(writes > 0 ? [plural(writes, 'write')] : []),
    ...(denied > 0 ? [`${numberText(denied)} denied`] : []),
    ...(failed > 0 ? [`${numberText(failed)} failed`] : []),
  ].join(', ');
}

/** How a person is known, in words. */
export const viaText = ({ via, certainty }: Human): string => `${viaWords[via]}, ${certainty}`;

const viaWords: Readonly<Record<Human['via'], string>> = {
  'iam-user': 'IAM user',
  root: 'root user',
  'source-identity': 'source identity',
  'identity-center': 'IAM Identity Center',
  saml: 'SAML',
  oidc: 'OpenID Connect',
  'switch-role': 'switched roles in the console',
  'role-chain': 'through the roles taken on',
  'session-name': 'name of the session alone',
  'invoked-by': 'through an AWS service',
};
