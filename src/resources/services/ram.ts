/**
 * AWS RAM: what is shared with other accounts.
 * https://docs.aws.amazon.com/ram/latest/userguide/cloudtrail-logging.html
 */
import { enumerate, flag, texts } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, named, nameIn, shortName } from '../words.ts';

/** By its name if the call contains it: the ARN does not. */
const share = (call: Call): string =>
  named('resource share', nameIn(call, 'name', 'resourceShare.name', 'resourceShareArn'));

const account = (principal: string): string => (/^[0-9]{12}$/.test(principal) ? `account ${principal}` : principal);

/** What is put into a share, and who gets it: "subnet-1", "account 444455556666". */
const partsOf = ({ request }: Call): readonly string[] => [
  ...texts(request, 'resourceArns').map(shortName),
  ...texts(request, 'principals').map((each) => account(shortName(each))),
];

const changed =
  (verb: string, preposition: string): Sentence =>
  (call) =>
    `${verb} ${enumerate(partsOf(call)) || 'a resource or principal'} ${preposition} ${share(call)}`;

const outsiders = ({ request }: Call): string | undefined => {
  const isAllowed = flag(request, 'allowExternalPrincipals');
  return isAllowed === undefined ? undefined : `${isAllowed ? 'also' : 'not'} outside the organization`;
};

const invitation =
  (verb: string): Sentence =>
  (call) => {
    const of = nameIn(call, 'resourceShareInvitation.resourceShareName');
    return `${verb} an invitation to ${named('resource share', of)}`;
  };

export const ram: Service = {
  name: 'ram',
  title: 'RAM',
  eventSources: ['ram.amazonaws.com'],
  types: [
    {
      type: 'AWS::RAM::ResourceShare',
      title: 'resource share',
      arn: 'arn:{partition}:ram:{region}:{account}:resource-share/{id}',
      lookupNames: ['{arn}', '{id}'],
      example: {
        id: '8d9eafb0-0000-4000-8000-0a1b2c3d4e5f',
        arn: 'arn:aws:ram:us-east-1:111122223333:resource-share/8d9eafb0-0000-4000-8000-0a1b2c3d4e5f',
      },
    },
  ],
  parameters: { resourceShareArn: 'AWS::RAM::ResourceShare', resourceShareArns: 'AWS::RAM::ResourceShare' },
  calls: () => ({
    CreateResourceShare: (call) => `created ${share(call)}${inBrackets(...partsOf(call), outsiders(call))}`,
    UpdateResourceShare: (call) => `changed ${share(call)}${inBrackets(outsiders(call))}`,
    DeleteResourceShare: (call) => `deleted ${share(call)}`,
    AssociateResourceShare: changed('added', 'to'),
    DisassociateResourceShare: changed('removed', 'from'),
    AssociateResourceSharePermission: (call) =>
      `gave ${share(call)} ${named('permission', nameIn(call, 'permissionArn'))}`,
    DisassociateResourceSharePermission: (call) =>
      `took ${named('permission', nameIn(call, 'permissionArn'))} from ${share(call)}`,
    AcceptResourceShareInvitation: invitation('accepted'),
    RejectResourceShareInvitation: invitation('rejected'),
    EnableSharingWithAwsOrganization: () => 'turned on sharing within the organization',
    PromoteResourceShareCreatedFromPolicy: (call) => `promoted ${share(call)} made by a policy`,
    CreatePermission: did('created', 'RAM permission', 'name'),
    CreatePermissionVersion: did('changed', 'RAM permission', 'permissionArn'),
    DeletePermission: did('deleted', 'RAM permission', 'permissionArn'),
    SetDefaultPermissionVersion: did('changed', 'RAM permission', 'permissionArn'),
  }),
};
