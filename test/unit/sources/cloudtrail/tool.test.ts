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
    // the command line, which names its SDK behind itself
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
    ['cloudformation.amazonaws.com', 'cloudformation', 'CloudFormation', null],
    // controllers and services
    ['karpenter.sh-v0.32.0', 'controller', 'Kubernetes controller', null],
    ['aws-load-balancer-controller/v2.6.0', 'controller', 'Kubernetes controller', 'v2.6.0'],
    ['config.amazonaws.com', 'service', 'config.amazonaws.com', null],
    ['AWS Internal', 'service', 'AWS Internal', null],
    // anything else is named as it names itself
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
    [{ userAgent: 'cloudformation.amazonaws.com' }],
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
