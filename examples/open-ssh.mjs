// A security group is opened to the world by hand, and put right 45 minutes later. open-ssh/README.md has the truth
// of the case. `node examples/open-ssh.mjs` writes what is delivered below open-ssh/ anew from what is told here.
import { realpathSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import {
  assumedByService,
  awsService,
  ingress,
  instances,
  recorder,
  roleArn,
  securityGroupRules,
  securityGroups,
  shift,
  tcp,
  unauthorized,
} from './cloudtrail.mjs';
import { digestFiles, logFiles, writeTree } from './deliver.mjs';
import { signInToConsole } from './identity-center.mjs';
import { backgroundCalls } from './open-ssh-background.mjs';
import {
  account,
  alice,
  automation,
  awsCli,
  carol,
  config,
  configRemediation,
  database,
  date,
  instanceRole,
  remediationRole,
  rule,
  runbook,
  story,
  trail,
  web,
} from './open-ssh-cast.mjs';
import { configFiles, groupItems, verdicts } from './open-ssh-config.mjs';
import { flowFiles, sshTraffic } from './open-ssh-flows.mjs';
import { cloudwatchFiles, quietAlarm } from './open-ssh-metrics.mjs';
import { pipelineCalls } from './open-ssh-pipeline.mjs';

const group = { resourceType: 'AWS::EC2::SecurityGroup', resourceId: web.securityGroup };
const groupArn = `arn:aws:ec2:us-east-1:${account}:security-group/${web.securityGroup}`;

const description = 'temporary - debugging from home';

/** Returns the record of the call that opened it. */
function aliceOpensSsh(call) {
  const console = alice.as();
  signInToConsole(call, alice, ['PASSWORD', 'TOTP']);
  call('13:57:04', console, 'ec2 DescribeInstances', instances());
  call('13:57:05', console, 'monitoring DescribeAlarms', { request: { maxRecords: 100, stateValue: 'ALARM' } });
  call('14:01:15', console, 'ec2 DescribeInstances', instances(web.instance));
  call('14:01:44', console, 'ec2 DescribeSecurityGroups', securityGroups(web.securityGroup));
  call('14:01:45', console, 'ec2 DescribeSecurityGroupRules', securityGroupRules(web.securityGroup));
  const opened = call(story.opened, console, 'ec2 AuthorizeSecurityGroupIngress', {
    request: ingress(web.securityGroup, 22, { cidrIp: '0.0.0.0/0', description }),
    response: {
      _return: true,
      securityGroupRuleSet: {
        items: [
          {
            groupOwnerId: account,
            groupId: web.securityGroup,
            securityGroupRuleId: web.sshRule,
            description,
            isEgress: false,
            ...tcp(22),
            cidrIpv4: '0.0.0.0/0',
            securityGroupRuleArn: `arn:aws:ec2:us-east-1:${account}:security-group-rule/${web.sshRule}`,
          },
        ],
      },
    },
  });
  call('14:03:29', console, 'ec2 DescribeSecurityGroups', securityGroups(web.securityGroup));
  call('14:03:30', console, 'ec2 DescribeSecurityGroupRules', securityGroupRules(web.securityGroup));
  return opened;
}

/** Config reads the group again after each change that it hears of. */
function configLooks(call, time) {
  const { host, session, caller } = config(time);
  call(time, awsService(host), 'sts AssumeRole', assumedByService(session));
  call(shift(time, 3), caller, 'ec2 DescribeSecurityGroups', securityGroups(web.securityGroup));
}

/**
 * Config's remediation: its service-linked role starts the runbook, Systems Manager takes the role ConfigRemediation,
 * and the runbook takes away what is open to the world. It looks for RDP and IPv6 too; those calls are left out here.
 * Returns the execution, and the records of its start and of the revoke.
 */
function remediation(call, started, revoked, outcome) {
  const { host, session, caller } = configRemediation(started);
  const run = automation(shift(started, 3));
  call(started, awsService(host), 'sts AssumeRole', assumedByService(session));
  const start = call(shift(started, 1), caller, 'ssm StartAutomationExecution', {
    request: {
      documentName: runbook,
      documentVersion: '$DEFAULT',
      parameters: { GroupId: [web.securityGroup], AutomationAssumeRole: [roleArn(remediationRole)] },
      mode: 'Auto',
    },
    response: { automationExecutionId: run.executionId },
  });
  call(shift(started, 3), awsService(run.host), 'sts AssumeRole', assumedByService(run.session));
  const revoke = call(revoked, run.caller, 'ec2 RevokeSecurityGroupIngress', {
    request: ingress(web.securityGroup, 22, { cidrIp: '0.0.0.0/0' }),
    ...outcome(run.caller),
  });
  return { executionId: run.executionId, start, revoke };
}

const denied = (caller) => ({ error: unauthorized(caller, 'ec2:RevokeSecurityGroupIngress', groupArn) });
const done = () => ({
  response: {
    _return: true,
    revokedSecurityGroupRuleSet: {
      items: [
        {
          securityGroupRuleId: web.sshRule,
          groupId: web.securityGroup,
          isEgress: false,
          ...tcp(22),
          cidrIpv4: '0.0.0.0/0',
          description,
        },
      ],
    },
  },
});

/** On the instance, the intruder finds its role and tries what it is good for: nothing. Returns the denied calls' records. */
function intruderTries(call, instance) {
  const shell = (command) => instance.with(awsCli(command));
  const deniedTo = (action) => `User: ${instance.session.issued.arn} is not authorized to perform: ${action}`;
  call('14:24:18', shell('sts.get-caller-identity'), 'sts GetCallerIdentity');
  const buckets = call('14:24:41', shell('s3api.list-buckets'), 's3 ListBuckets', {
    request: { Host: 's3.us-east-1.amazonaws.com' },
    error: {
      code: 'AccessDenied',
      message: `${deniedTo('s3:ListAllMyBuckets')} because no identity-based policy allows the s3:ListAllMyBuckets action`,
    },
  });
  const secrets = call('14:25:03', shell('secretsmanager.list-secrets'), 'secretsmanager ListSecrets', {
    error: {
      code: 'AccessDeniedException',
      message: `${deniedTo('secretsmanager:ListSecrets')} because no identity-based policy allows the secretsmanager:ListSecrets action`,
    },
  });
  return [buckets, secrets];
}

/** carol is on call. She finds out why the remediation failed and, once its role may, has it run again: that record is returned. */
function carolSteps(call, failed) {
  const console = carol.as();
  signInToConsole(call, carol, ['WEBAUTHN']);
  call('14:30:20', console, 'config DescribeComplianceByConfigRule', { request: { configRuleNames: [rule] } });
  call('14:30:41', console, 'config GetComplianceDetailsByConfigRule', {
    request: { configRuleName: rule, complianceTypes: ['NON_COMPLIANT'], limit: 25 },
  });
  call('14:31:12', console, 'config DescribeRemediationExecutionStatus', {
    request: { configRuleName: rule, resourceKeys: [group] },
  });
  call('14:31:50', console, 'ssm GetAutomationExecution', { request: { automationExecutionId: failed.executionId } });
  call('14:32:08', console, 'cloudtrail LookupEvents', {
    request: {
      lookupAttributes: [{ attributeKey: 'ResourceName', attributeValue: web.securityGroup }],
      maxResults: 50,
    },
  });
  call('14:32:25', console, 'iam ListRolePolicies', { request: { roleName: remediationRole.name } });
  const again = call(story.remediationStarted, console, 'config StartRemediationExecution', {
    request: { configRuleName: rule, resourceKeys: [group] },
  });
  call('14:52:02', console, 'config GetComplianceDetailsByResource', {
    request: { resourceType: group.resourceType, resourceId: group.resourceId },
  });
  return again;
}

/** All calls of the case: their records, and those that the story turns on. */
function tell() {
  const { call, records } = recorder({ name: 'open-ssh', date, account });
  const instance = instanceRole('12:44:50');
  const decoys = backgroundCalls(call, instance);
  const { tagged, granted } = pipelineCalls(call);
  configLooks(call, '13:59:42');
  const opened = aliceOpensSsh(call);
  configLooks(call, '14:04:40');
  const failed = remediation(call, '14:07:01', story.firstAttemptDenied, denied);
  const tried = intruderTries(call, instance);
  const again = carolSteps(call, failed);
  const fixed = remediation(call, shift(story.remediationStarted, 3), story.closed, done);
  configLooks(call, '14:50:12');
  return { records, turns: { tagged, opened, failed, tried, granted, again, fixed, ...decoys } };
}

/** The delivered files of the case: path below open-ssh/ -> text, before compression. */
export function openSsh() {
  const files = logFiles(trail, tell().records, [{ region: 'eu-west-1', time: '2026-03-03T14:00:00Z' }]);
  const hours = { since: '2026-03-03T12:30:00Z', until: '2026-03-03T16:30:00Z' };
  const digests = ['us-east-1', 'eu-west-1'].flatMap((region) => digestFiles(trail, files, { region, ...hours }));
  const all = [...files, ...digests, ...configFiles(), ...cloudwatchFiles(), ...flowFiles()];
  return new Map(all.map(({ path, text }) => [path, text]));
}

const { records, turns } = tell();
const at = (time) => `${date}T${time}Z`;
const ids = (list) => list.map(({ eventID }) => eventID);
const captured = (item) => ({
  stateId: String(item.configurationStateId),
  captureTime: item.configurationItemCaptureTime,
});
const flip = (from, to) => ({
  rule,
  resourceId: web.securityGroup,
  from: from.configuration.complianceType,
  to: to.configuration.complianceType,
  time: to.configurationItemCaptureTime,
});
const grewAfter = (metricName) => ({
  namespace: 'AWS/EC2',
  metricName,
  dimensions: { InstanceId: web.instance },
  direction: 'up',
  // the first period that the intruder fills, and the end of the last that he reaches into
  onset: at('14:20:00'),
  end: at('14:45:00'),
});

/** What is true of the case, for those who want to hold a report to it. Times are ISO 8601, ids are event ids. */
export const truth = {
  target: web.securityGroup,
  neighbors: [web.instance, web.networkInterface],
  calls: {
    tagged: turns.tagged.eventID,
    opened: turns.opened.eventID,
    firstStart: turns.failed.start.eventID,
    firstRevoke: turns.failed.revoke.eventID,
    granted: turns.granted.eventID,
    again: turns.again.eventID,
    secondStart: turns.fixed.start.eventID,
    closed: turns.fixed.revoke.eventID,
    tried: ids(turns.tried),
  },
  /** All that touches the target, reads too, in order of time. */
  touching: ids(
    records
      .filter((record) => JSON.stringify(record).includes(web.securityGroup))
      .toSorted((a, b) => (a.eventTime < b.eventTime ? -1 : a.eventTime > b.eventTime ? 1 : 0)),
  ),
  /** Calls that have nothing to do with it. */
  decoyCalls: { failedSignIn: turns.failedSignIn.eventID, deniedAttempt: turns.deniedAttempt.eventID },
  /** What changed against the item before it. */
  items: [
    { ...captured(groupItems.tagged), changed: ['tags'] },
    { ...captured(groupItems.opened), changed: ['ipPermissions'] },
    { ...captured(groupItems.closed), changed: ['ipPermissions'] },
  ],
  itemBefore: captured(groupItems.before),
  flips: [flip(verdicts.before, verdicts.opened), flip(verdicts.opened, verdicts.closed)],
  exposure: { secondsByChange: 2723, secondsByRule: 2717 },
  shifts: [grewAfter('NetworkIn'), grewAfter('NetworkOut')],
  quiet: [
    { metricName: 'CPUUtilization', dimensions: { InstanceId: web.instance } },
    { metricName: 'StatusCheckFailed', dimensions: { InstanceId: web.instance } },
    { metricName: 'NetworkIn', dimensions: { InstanceId: database.instance } },
    { metricName: 'CPUUtilization', dimensions: { InstanceId: database.instance } },
  ],
  flows: sshTraffic,
  alarms: [],
  quietAlarms: [quietAlarm],
};

// written only when this file is what node was started with
if (argv[1] && realpathSync(argv[1]) === fileURLToPath(import.meta.url)) {
  writeTree(openSsh(), fileURLToPath(new URL('open-ssh', import.meta.url)));
}
