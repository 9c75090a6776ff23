/** Amazon GuardDuty. https://docs.aws.amazon.com/guardduty/latest/ug/logging-using-cloudtrail.html */
import { enumerate, flag, objects, text, texts } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { counted, inBrackets, named, nameIn, severalNamed } from '../words.ts';

const detector = (call: Call): string => named('detector', nameIn(call, 'detectorId'));

const onDetector =
  (words: string): Sentence =>
  (call) =>
    `${words} ${detector(call)}`;

/** "S3_DATA_EVENTS off" */
const features = ({ request }: Call): readonly string[] =>
  objects(request, 'features').map((each) => {
    const status = text(each, 'status');
    return `${text(each, 'name') ?? 'a feature'}${status === 'DISABLED' ? ' off' : status === 'ENABLED' ? ' on' : ''}`;
  });

/** With what it looks at, a request tells once more that the detector is on. */
function changedDetector(call: Call): string {
  const on = flag(call.request, 'enable');
  const changed = features(call);
  if (on !== undefined && (!on || changed.length === 0)) return `turned ${on ? 'on' : 'off'} ${detector(call)}`;
  return `changed ${detector(call)}${inBrackets(...changed)}`;
}

function changedMembers(call: Call): string {
  const accounts = texts(call.request, 'accountIds');
  const detectors = accounts.length > 1 ? 'detectors' : 'detector';
  return `changed the ${detectors} of ${severalNamed('account', accounts)}${inBrackets(...features(call))}`;
}

/** A filter that archives findings hides those it matches. */
const filter =
  (verb: string): Sentence =>
  (call) => {
    const hides = text(call.request, 'action') === 'ARCHIVE';
    return `${verb} ${named(hides ? 'suppression filter' : 'filter', text(call.request, 'name', 'filterName'))} of ${detector(call)}`;
  };

/** Addresses on a trusted list raise no findings. */
const ipList =
  (verb: string, title: string, id: string): Sentence =>
  (call) => {
    const active = flag(call.request, 'activate');
    return `${verb} ${named(title, text(call.request, 'name', id))} of ${detector(call)}${inBrackets(
      active === true && 'active',
      active === false && 'inactive',
    )}`;
  };

const members =
  (verb: string, rest: string): Sentence =>
  ({ request }) => {
    const accounts = [...texts(request, 'accountIds'), ...texts(request, 'accountDetails', 'accountId')];
    return `${verb} ${accounts.length > 0 ? `account${accounts.length > 1 ? 's' : ''} ${enumerate(accounts)}` : 'accounts'} ${rest}`;
  };

const findings =
  (verb: string): Sentence =>
  (call) => {
    const count = texts(call.request, 'findingIds').length;
    return `${verb} ${count > 0 ? counted(count, 'finding') : 'findings'} of ${detector(call)}`;
  };

export const guardduty: Service = {
  name: 'guardduty',
  title: 'GuardDuty',
  eventSources: ['guardduty.amazonaws.com'],
  types: [
    {
      type: 'AWS::GuardDuty::Detector',
      title: 'detector',
      arn: 'arn:{partition}:guardduty:{region}:{account}:detector/{id}',
      configId: '{id}',
      example: {
        id: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
        arn: 'arn:aws:guardduty:us-east-1:111122223333:detector/0a1b2c3d4e5f60718293a4b5c6d7e8f9',
      },
    },
  ],
  parameters: { detectorId: 'AWS::GuardDuty::Detector' },
  calls: () => ({
    CreateDetector: onDetector('created'),
    UpdateDetector: changedDetector,
    UpdateMemberDetectors: changedMembers,
    DeleteDetector: onDetector('deleted'),
    CreateFilter: filter('created'),
    UpdateFilter: filter('changed'),
    DeleteFilter: filter('deleted'),
    CreateIPSet: ipList('created', 'trusted IP list', 'ipSetId'),
    UpdateIPSet: ipList('changed', 'trusted IP list', 'ipSetId'),
    DeleteIPSet: ipList('deleted', 'trusted IP list', 'ipSetId'),
    CreateThreatIntelSet: ipList('created', 'threat list', 'threatIntelSetId'),
    UpdateThreatIntelSet: ipList('changed', 'threat list', 'threatIntelSetId'),
    DeleteThreatIntelSet: ipList('deleted', 'threat list', 'threatIntelSetId'),
    ArchiveFindings: findings('archived'),
    UnarchiveFindings: findings('restored'),
    UpdateFindingsFeedback: findings('rated'),
    GetFindings: findings('read'),
    CreateMembers: members('added', 'as members'),
    InviteMembers: members('invited', 'as members'),
    DeleteMembers: members('removed', 'from the members'),
    DisassociateMembers: members('disassociated', 'from the administrator'),
    StopMonitoringMembers: members('stopped', 'from being monitored'),
    DisassociateFromAdministratorAccount: () => 'left the administrator account of GuardDuty',
    DisassociateFromMasterAccount: () => 'left the administrator account of GuardDuty',
    CreatePublishingDestination: (call) =>
      `set the destination of findings to ${text(call.request, 'destinationProperties.destinationArn') ?? 'a bucket'}`,
    DeletePublishingDestination: () => 'deleted a destination of findings',
    EnableOrganizationAdminAccount: ({ request }) =>
      `made ${named('account', text(request, 'adminAccountId'))} administrator of GuardDuty`,
    DisableOrganizationAdminAccount: ({ request }) =>
      `removed ${named('account', text(request, 'adminAccountId'))} as administrator of GuardDuty`,
  }),
};
