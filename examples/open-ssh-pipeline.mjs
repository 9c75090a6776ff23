// The Terraform pipeline: a release minutes before the case begins, and later the permission that was missing.
import {
  credentials,
  instances,
  onBucket,
  onObject,
  roleArn,
  roleResource,
  securityGroups,
  shift,
} from './cloudtrail.mjs';
import { account, oidcProvider, oidcSubject, pipelineRun, remediationRole, story, web } from './open-ssh-cast.mjs';

const stateBucket = 'amzn-s3-demo-terraform-state';

/** What a run of the pipeline begins and ends with: the token, the lock, the state. Returns what `changes` does. */
function pipeline(call, run, changes, seconds) {
  const { session, started } = run;
  const s3 = run.with('s3#1.95.1');
  const state = 'web/terraform.tfstate';
  call(started, webIdentity(run), 'sts AssumeRoleWithWebIdentity', {
    request: { roleArn: roleArn(session.role), roleSessionName: session.name, durationSeconds: session.lasts },
    response: credentials(session, {
      subjectFromWebIdentityToken: oidcSubject,
      provider: oidcProvider,
      audience: 'sts.amazonaws.com',
    }),
    resources: roleResource(session.role),
    additional: { identityProviderConnectionVerificationMethod: 'IAMTrustStore' },
  });
  call(shift(started, 3), run.with('sts#1.41.6'), 'sts GetCallerIdentity');
  call(shift(started, 5), s3, 's3 PutObject', onObject(stateBucket, account, `${state}.tflock`, { bytesIn: 214 }));
  call(shift(started, 6), s3, 's3 GetObject', onObject(stateBucket, account, state, { bytesOut: 81_240 }));
  const record = changes((after, api, what, details) => call(shift(started, after), run.with(api), what, details));
  call(shift(started, seconds), s3, 's3 PutObject', onObject(stateBucket, account, state, { bytesIn: 81_377 }));
  call(shift(started, seconds + 1), s3, 's3 DeleteObject', onObject(stateBucket, account, `${state}.tflock`));
  return record;
}

const webIdentity = ({ address }) => ({
  identity: {
    type: 'WebIdentityUser',
    principalId: `${oidcProvider}:sts.amazonaws.com:${oidcSubject}`,
    userName: oidcSubject,
    identityProvider: oidcProvider,
  },
  address,
  agent:
    'aws-sdk-js/3.990.0 ua/2.1 os/linux#6.11 lang/js md/nodejs#24.13.0 api/sts#3.990.0 configure-aws-credentials-for-github-actions',
  tls: true,
});

/** A release: tags, one of them on the security group (its record is returned), and a setting of the target group. */
function release(change) {
  change(14, 'ec2#1.283.0', 'ec2 DescribeSecurityGroups', securityGroups(web.securityGroup));
  change(15, 'elasticloadbalancingv2#1.54.5', 'elasticloadbalancing DescribeTargetGroups', {
    request: { names: ['web'] },
  });
  change(16, 'ec2#1.283.0', 'ec2 DescribeInstances', instances(web.instance));
  const tagged = change(82, 'ec2#1.283.0', 'ec2 CreateTags', {
    request: {
      resourcesSet: { items: [{ resourceId: web.securityGroup }] },
      tagSet: { items: [{ key: 'release', value: '2026-03-03.1' }] },
    },
    response: { _return: true },
  });
  change(
    83,
    's3#1.95.1',
    's3 PutBucketTagging',
    onBucket(web.assets, account, {
      tagging: '',
      Tagging: {
        xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
        TagSet: { Tag: { Key: 'release', Value: '2026-03-03.1' } },
      },
    }),
  );
  const targetGroupArn = `arn:aws:elasticloadbalancing:us-east-1:${account}:targetgroup/web/0f1e2d3c4b5a6978`;
  const attributes = [{ key: 'deregistration_delay.timeout_seconds', value: '60' }];
  change(85, 'elasticloadbalancingv2#1.54.5', 'elasticloadbalancing ModifyTargetGroupAttributes', {
    request: { targetGroupArn, attributes },
    response: { attributes },
  });
  return tagged;
}

/** The permission whose lack had let the first remediation fail. Returns the record of the grant. */
function grantRevoke(change) {
  const policy = { roleName: remediationRole.name, policyName: 'close-security-groups' };
  const actions = ['ec2:DescribeSecurityGroups', 'ec2:RevokeSecurityGroupIngress'];
  change(12, 'iam#1.53.2', 'iam GetRole', { request: { roleName: remediationRole.name } });
  change(13, 'iam#1.53.2', 'iam GetRolePolicy', { request: policy });
  return change(40, 'iam#1.53.2', 'iam PutRolePolicy', {
    request: {
      ...policy,
      policyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
      }),
    },
  });
}

export function pipelineCalls(call) {
  return {
    tagged: pipeline(call, pipelineRun('4711', '13:57:12'), release, 90),
    granted: pipeline(call, pipelineRun('4712', shift(story.permissionGranted, -40)), grantRevoke, 45),
  };
}
