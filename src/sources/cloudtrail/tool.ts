/**
 * The tool in the caller's hand, from the user agent and what else the record says. A user agent is free text: whoever
 * calls can write anything into it, so this describes and never proves.
 */
import type { Tool, ToolKind } from '../../model/principal.ts';

export interface ToolSignals {
  readonly userAgent: string | undefined;
  readonly invokedBy: string | undefined;
  readonly sourceIp: string | undefined;
  /** `sessionCredentialFromConsole` */
  readonly fromConsole: boolean;
}

/** First match wins: tools built on an SDK name themselves before it, and the CLI names its SDK behind itself. */
const agents: readonly (readonly [RegExp, ToolKind, string])[] = [
  [/OpenTofu\/([\w.-]+)/i, 'opentofu', 'OpenTofu'],
  [/HashiCorp-terraform-exec|Terraform\/([\w.-]+)/i, 'terraform', 'Terraform'],
  [/Pulumi(?:AwsNative|Aws)?\/([\w.-]+)/i, 'pulumi', 'Pulumi'],
  [/aws-cdk(?:\/([\w.-]+))?/i, 'cdk', 'AWS CDK'],
  [/^cloudformation\.amazonaws\.com$/, 'cloudformation', 'CloudFormation'],
  [/aws-cli\/([\w.-]+)/i, 'cli', 'aws-cli'],
  [/S3Console\/([\w.-]+)/, 'console', 'AWS Console'],
  [/^(?:signin|console(?:\.[\w-]+)?)\.amazonaws\.com$|^\[?Mozilla\//, 'console', 'AWS Console'],
  [
    /^(?:aws-)?(?:eks|karpenter|aws-load-balancer-controller|external-dns|cluster-autoscaler|crossplane)[\w.-]*(?:\/([\w.-]+))?/i,
    'controller',
    'Kubernetes controller',
  ],
  [/Boto3\/([\w.-]+)/i, 'sdk', 'boto3'],
  [/Botocore\/([\w.-]+)/i, 'sdk', 'botocore'],
  [/aws-sdk-go-v2\/([\w.-]+)/i, 'sdk', 'aws-sdk-go-v2'],
  [/aws-sdk-go\/([\w.-]+)/i, 'sdk', 'aws-sdk-go'],
  [/aws-sdk-js\/([\w.-]+)/i, 'sdk', 'aws-sdk-js'],
  [/aws-sdk-nodejs\/([\w.-]+)/i, 'sdk', 'aws-sdk-nodejs'],
  [/aws-sdk-java\/([\w.-]+)/i, 'sdk', 'aws-sdk-java'],
  [/aws-sdk-(?:dotnet|net)[\w-]*\/([\w.-]+)/i, 'sdk', 'aws-sdk-dotnet'],
  [/aws-sdk-ruby\d?\/([\w.-]+)/i, 'sdk', 'aws-sdk-ruby'],
  [/aws-sdk-php\/([\w.-]+)/i, 'sdk', 'aws-sdk-php'],
  [/aws-sdk-rust\/([\w.-]+)/i, 'sdk', 'aws-sdk-rust'],
  [/aws-sdk-(?:cpp|kotlin|swift)\/([\w.-]+)/i, 'sdk', 'aws-sdk'],
];

const isService = (text: string | undefined) =>
  text === 'AWS Internal' || /^[\w-]+(\.[\w-]+)*\.amazonaws\.com$/.test(text ?? '');

/** One verdict from several signals; total. */
export function toolOf({ userAgent, invokedBy, sourceIp, fromConsole }: ToolSignals): Tool {
  const tool = (kind: ToolKind, name: string, version: string | null = null): Tool => ({
    kind,
    name,
    version,
    disagrees: [],
  });
  const service = [invokedBy, userAgent, sourceIp].find(isService);
  if (service === 'cloudformation.amazonaws.com') return tool('cloudformation', 'CloudFormation');
  const known = agents.find(([pattern]) => pattern.test(userAgent ?? ''));
  if (fromConsole && (!known || known[1] === 'sdk')) return tool('console', 'AWS Console');
  if (known) return tool(known[1], known[2], known[0].exec(userAgent ?? '')?.[1] ?? null);
  if (service) return tool('service', service);
  return tool('unknown', userAgent?.split(/[\s/]/)[0]?.replace(/^\[|\]$/g, '') || 'unknown');
}
