/** Changes in words, each as a person would say it. */
import type { Change } from '../../model/event.ts';
import { encryptionPhrases } from './encryption-words.ts';
import { entryPhrases, permissionPhrases, routePhrases } from './network-words.ts';
import type { Phrase } from './phrase.ts';
import { placeAt } from './place.ts';
import { plainPhrase } from './plain-words.ts';
import { policyPhrases } from './policy-change-words.ts';
import { type States, walk } from './states.ts';

/** Describes all changes at some paths together, from both states; returns nothing if there is nothing to say. */
interface Teller {
  readonly resourceType: string;
  readonly covers: RegExp;
  readonly tell: (states: States) => readonly Phrase[];
}

const tellers: readonly Teller[] = [
  {
    resourceType: 'AWS::EC2::SecurityGroup',
    covers: /^\/configuration\/ipPermissions(\/|$)/,
    tell: (states) => permissionPhrases(states, 'ingress'),
  },
  {
    resourceType: 'AWS::EC2::SecurityGroup',
    covers: /^\/configuration\/ipPermissionsEgress(\/|$)/,
    tell: (states) => permissionPhrases(states, 'egress'),
  },
  { resourceType: 'AWS::EC2::NetworkAcl', covers: /^\/configuration\/entries(\/|$)/, tell: entryPhrases },
  { resourceType: 'AWS::EC2::RouteTable', covers: /^\/configuration\/routes(\/|$)/, tell: routePhrases },
  {
    resourceType: 'AWS::S3::Bucket',
    covers: /^\/supplementaryConfiguration\/ServerSideEncryptionConfiguration(\/|$)/,
    tell: encryptionPhrases,
  },
];

/** In the order of the changes. */
export function changePhrases(changes: readonly Change[], states: States, resourceType: string): readonly Phrase[] {
  const root = placeAt(resourceType, []);
  const told = new Map<Teller, boolean>();
  return changes.flatMap((change) => {
    const teller = tellers.find((known) => known.resourceType === resourceType && known.covers.test(change.path));
    if (teller) {
      const isFirst = !told.has(teller);
      const phrases = isFirst ? teller.tell(states) : [];
      if (isFirst) told.set(teller, phrases.length > 0);
      if (told.get(teller)) return phrases;
    }
    const steps = walk(change, states, root);
    return policyPhrases(change, steps) ?? [plainPhrase(change, steps)];
  });
}
