import { describe, expect, test } from 'vitest';
import type { ToolKind } from '../../../../src/model/principal.ts';
import { type ToolSignals, toolOf } from '../../../../src/sources/cloudtrail/tool.ts';

const tool = (userAgent: string | undefined, more: Partial<ToolSignals> = {}) =>
  toolOf({ userAgent, invokedBy: undefined, sourceIp: '203.0.113.7', fromConsole: false, ...more });

describe('a user agent', () => {
  test.each<[string, ToolKind, string, string | null]>([
    // the console
    ['signin.amazonaws.com', 'console', 'AWS Console', null],
    ['console.amazonaws.com', 'console', 'AWS Console', null],
    ['console.ec2.amazonaws.com', 'console', 'AWS Console', null],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36', 'console', 'AWS Console', null],
    ['[Mozilla/5.0 (X11; Linux x86_64)]', 'console', 'AWS Console', null],
    ['[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488 Linux/5.10]', 'console', 'AWS Console', '0.4'],
    // the command line, which names its SDK after itself
    ['aws-cli/2.22.0 md/awscrt#0.23.4 ua/2.0 os/linux md/command#ec2.run-instances', 'cli', 'aws-cli', '2.22.0'],
    ['aws-cli/1.27.3 Python/3.10.6 Linux/5.15 botocore/1.29.3', 'cli', 'aws-cli', '1.27.3'],
    ['[aws-cli/2.12.6 Python/3.11.4 Darwin/22.5.0 command/s3.cp]', 'cli', 'aws-cli', '2.12.6'],
    // SDKs
    ['Boto3/1.26.165 Python/3.10.6 Linux/5.15.0-1038-aws Botocore/1.29.165', 'sdk', 'boto3', '1.26.165'],
    ['Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux lang/python#3.12', 'sdk', 'boto3', '1.34.0'],
    ['Botocore/1.29.165 Python/3.10.6', 'sdk', 'botocore', '1.29.165'],
    ['aws-sdk-go/1.44.298 (go1.19.10; linux; amd64)', 'sdk', 'aws-sdk-go', '1.44.298'],
    ['aws-sdk-go-v2/1.32.4 os/linux lang/go#1.23 md/GOOS#linux api/sts#1.26.0', 'sdk', 'aws-sdk-go-v2', '1.32.4'],
    ['aws-sdk-js/3.1136.0 ua/2.1 os/linux#6.1 lang/js md/nodejs#20', 'sdk', 'aws-sdk-js', '3.1136.0'],
    ['aws-sdk-nodejs/2.1400.0 linux/v18.16.0', 'sdk', 'aws-sdk-nodejs', '2.1400.0'],
    ['aws-sdk-java/2.20.0 Linux/5.10 OpenJDK_64-Bit_Server_VM', 'sdk', 'aws-sdk-java', '2.20.0'],
    ['aws-sdk-ruby3/3.170.0 ruby/3.2', 'sdk', 'aws-sdk-ruby', '3.170.0'],
    ['aws-sdk-php/3.283.0 OS/Linux', 'sdk', 'aws-sdk-php', '3.283.0'],
    ['aws-sdk-dotnet-coreclr/3.7.0 ua/2.0', 'sdk', 'aws-sdk-dotnet', '3.7.0'],
    ['aws-sdk-rust/1.3.0 os/linux lang/rust/1.80', 'sdk', 'aws-sdk-rust', '1.3.0'],
    // infrastructure as code, built on SDKs
    [
      'APN/1.0 HashiCorp/1.0 Terraform/1.1.2 (+https://www.terraform.io) terraform-provider-aws/4.67.0 aws-sdk-go/1.44',
      'terraform',
      'Terraform',
      '1.1.2',
    ],
    [
      '[APN/1.0 HashiCorp/1.0 Terraform/1.5.0 (+https://www.terraform.io) aws-sdk-go/1.44]',
      'terraform',
      'Terraform',
      '1.5.0',
    ],
    ['HashiCorp-terraform-exec/0.18.1', 'terraform', 'Terraform', null],
    [
      'APN/1.0 HashiCorp/1.0 OpenTofu/1.8.2 (+https://opentofu.org) aws-sdk-go-v2/1.30',
      'opentofu',
      'OpenTofu',
      '1.8.2',
    ],
    ['APN/1.0 Pulumi/1.0 PulumiAwsNative/0.70.0 aws-sdk-go-v2/1.18', 'pulumi', 'Pulumi', '1.0'],
    ['aws-sdk-js/3.500.0 ua/2.0 os/linux aws-cdk/2.130.0', 'cdk', 'AWS CDK', '2.130.0'],
    ['aws-sdk-nodejs/2.1400.0 linux/v18 promise aws-cdk', 'cdk', 'AWS CDK', null],
    // controllers and services
    ['karpenter.sh-v0.32.0', 'controller', 'Karpenter', 'v0.32.0'],
    ['aws-load-balancer-controller/v2.6.0', 'controller', 'AWS Load Balancer Controller', 'v2.6.0'],
    [
      'elbv2.k8s.aws/v2.7.1 aws-sdk-go/1.51 (go1.22; linux; amd64)',
      'controller',
      'AWS Load Balancer Controller',
      'v2.7.1',
    ],
    ['aws-sdk-go-v2/1.32 lang/go#1.23 ExternalDNS/v0.15.0', 'controller', 'ExternalDNS', 'v0.15.0'],
    ['aws-sdk-go/1.48 (go1.21; linux; amd64) cluster-autoscaler/1.29.0', 'controller', 'Cluster Autoscaler', '1.29.0'],
    [
      'aws-sdk-go/1.50 (go1.21; linux; amd64) exec-env/aws-ebs-csi-driver-v1.28.0',
      'controller',
      'Amazon EBS CSI driver',
      'v1.28.0',
    ],
    [
      'aws-controllers-k8s/s3.services.k8s.aws-v1.0.4 aws-sdk-go/1.49',
      'controller',
      'AWS Controllers for Kubernetes',
      's3.services.k8s.aws-v1.0.4',
    ],
    ['kubernetes/v1.28.4 aws-sdk-go/1.44', 'controller', 'Kubernetes', '1.28.4'],
    ['eksctl/0.190.0 aws-sdk-go-v2/1.30', 'cli', 'eksctl', '0.190.0'],
    [
      'AWSPowerShell.NetCore/4.1.500 .NET_Core/8.0 aws-sdk-dotnet-coreclr/3.7',
      'cli',
      'AWS Tools for PowerShell',
      '4.1.500',
    ],
    ['aws-sdk-js/3.600.0 configure-aws-credentials-for-github-actions', 'sdk', 'GitHub Actions', null],
    ['aws-sdk-cpp/1.11.0 ua/2.0', 'sdk', 'aws-sdk-cpp', '1.11.0'],
    ['aws-sdk-kotlin/1.3.0 ua/2.0', 'sdk', 'aws-sdk-kotlin', '1.3.0'],
    ['aws-sdk-swift/1.0.0 ua/2.0', 'sdk', 'aws-sdk-swift', '1.0.0'],
    ['AWS Internal', 'service', 'AWS Internal', null],
    // anything else goes by its own name
    ['my-tool/7.1 (linux)', 'unknown', 'my-tool', null],
    ['[my-tool]', 'unknown', 'my-tool', null],
    ['curl/8.5.0', 'unknown', 'curl', null],
  ])('%s', (userAgent, kind, name, version) => {
    expect(tool(userAgent)).toEqual({ kind, name, version, disagrees: [] });
  });

  test.each(['', ' ', '/', undefined])('%j is unknown', (userAgent) => {
    expect(tool(userAgent)).toEqual({ kind: 'unknown', name: 'unknown', version: null, disagrees: [] });
  });

  test.each([
    'not-amazonaws.com',
    'ec2.amazonaws.com.example.org',
    'xcloudformation.amazonaws.com.',
    'Terraforming Mars',
  ])('%s only looks like a known one', (userAgent) => {
    expect(tool(userAgent).kind).toBe('unknown');
  });
});

describe('other signals', () => {
  test('the service that acted for the caller names the tool', () => {
    const invokedBy = 'autoscaling.amazonaws.com';
    expect(tool(invokedBy, { invokedBy, sourceIp: invokedBy })).toMatchObject({ kind: 'service', name: invokedBy });
    expect(tool(undefined, { invokedBy })).toMatchObject({ kind: 'service', name: invokedBy });
  });

  test.each<[Partial<ToolSignals>]>([
    [{ invokedBy: 'cloudformation.amazonaws.com' }],
    [{ sourceIp: 'cloudformation.amazonaws.com' }],
    [{ userAgent: 'cloudformation.amazonaws.com', sourceIp: 'AWS Internal' }],
    [{ userAgent: 'cloudformation.amazonaws.com', sourceIp: undefined }],
    [{ invokedBy: 'AWS Internal', userAgent: 'cloudformation.amazonaws.com' }],
  ])('CloudFormation is known by any of %j', (signals) => {
    expect(tool(signals.userAgent ?? 'aws-sdk-java/2.20.0', signals)).toMatchObject({ kind: 'cloudformation' });
  });

  test('credentials of the console make an SDK, a service or an unknown agent the console', () => {
    for (const userAgent of ['AWS Internal', 'aws-sdk-js/3.500.0', 'something', undefined]) {
      expect(tool(userAgent, { fromConsole: true })).toMatchObject({ kind: 'console', name: 'AWS Console' });
    }
  });

  test('but not a tool that names itself: CloudShell has them too', () => {
    expect(tool('aws-cli/2.22.0', { fromConsole: true })).toMatchObject({ kind: 'cli', version: '2.22.0' });
    expect(tool('Terraform/1.9.0', { fromConsole: true })).toMatchObject({ kind: 'terraform' });
  });

  test('an address is no service', () => {
    expect(tool('curl/8', { sourceIp: '203.0.113.7' }).kind).toBe('unknown');
  });
});

describe('signals that speak for another tool', () => {
  const cli = 'aws-cli/2.22.0 md/command#ec2.stop-instances';
  const terraform = 'APN/1.0 HashiCorp/1.0 Terraform/1.9.0 aws-sdk-go-v2/1.30';
  test.each<[string, Partial<ToolSignals> & { agent?: string }, ToolKind, readonly string[]]>([
    ['a session of its own SDK', { agent: cli, session: 'botocore-session-1699000000' }, 'cli', []],
    [
      'a session of Go under Terraform',
      { agent: terraform, session: 'aws-go-sdk-1699000000000000000' },
      'terraform',
      [],
    ],
    ['a session of a person', { agent: cli, session: 'alice@example.com' }, 'cli', []],
    ['a session of Go', { agent: cli, session: 'aws-go-sdk-1699000000000000000' }, 'cli', ['session name: aws-sdk-go']],
    [
      'a session of Python',
      { agent: terraform, session: 'botocore-session-1699000000' },
      'terraform',
      ['session name: botocore'],
    ],
    [
      'a run of HCP Terraform',
      { agent: cli, session: 'terraform-run-CZcmD7eagjhyX0vN' },
      'cli',
      ['session name: Terraform'],
    ],
    ['a job', { agent: cli, session: 'GitHubActions' }, 'cli', []],
    [
      'a browser in a job',
      { agent: 'Mozilla/5.0', session: 'GitHubActions' },
      'console',
      ['session name: GitHub Actions'],
    ],
    [
      'a browser in an instance',
      { agent: 'Mozilla/5.0', session: 'i-0f1e2d3c4b5a69788' },
      'console',
      ['session name: a workload'],
    ],
    ['a deployment of the CDK', { agent: 'aws-sdk-js/3.500.0 aws-cdk/2.130.0', session: 'aws-cdk-alice' }, 'cdk', []],
    [
      'credentials of the console',
      { agent: terraform, fromConsole: true },
      'terraform',
      ['sessionCredentialFromConsole: AWS Console'],
    ],
    ['the shell of the console', { agent: `${cli} exec-env/CloudShell`, fromConsole: true }, 'cli', []],
    ['a service that called', { agent: cli, invokedBy: 'athena.amazonaws.com' }, 'service', ['user agent: aws-cli']],
    [
      'the address of a service',
      { agent: cli, sourceIp: 'ec2.amazonaws.com' },
      'cli',
      ['source address: ec2.amazonaws.com'],
    ],
    ['an SDK inside a service', { agent: 'aws-sdk-java/2.20.0', invokedBy: 'athena.amazonaws.com' }, 'service', []],
    [
      'a service that called from the console',
      { agent: 'AWS Internal', invokedBy: 'athena.amazonaws.com', fromConsole: true },
      'service',
      [],
    ],
    [
      'a console that calls through its backend',
      { agent: 'AWS Internal', invokedBy: 'AWS Internal', fromConsole: true },
      'console',
      [],
    ],
  ])('%s', (_, { agent, ...signals }, kind, disagrees) => {
    expect(tool(agent, signals)).toMatchObject({ kind, disagrees });
  });

  test.each(['cloudformation.amazonaws.com', 'config.amazonaws.com'])(
    'the address of nobody knows whom makes %s a claim',
    (userAgent) => {
      expect(tool(userAgent)).toEqual({
        kind: 'unknown',
        name: userAgent,
        version: null,
        disagrees: ["source address: 203.0.113.7 is no service's"],
      });
      expect(tool(userAgent, { identityType: 'AWSService' })).toMatchObject({ disagrees: [] });
      expect(tool(userAgent, { sourceIp: userAgent })).toMatchObject({ disagrees: [] });
    },
  );

  test('a session names the tool where nothing else does', () => {
    expect(tool(undefined, { session: 'aws-go-sdk-1699000000000000000' })).toMatchObject({
      kind: 'sdk',
      name: 'aws-sdk-go',
    });
    expect(tool('', { session: 'i-0f1e2d3c4b5a69788' })).toMatchObject({ kind: 'unknown', name: 'unknown' });
    expect(tool('curl/8', { session: 'botocore-session-1699000000' })).toMatchObject({ kind: 'unknown', name: 'curl' });
  });
});
