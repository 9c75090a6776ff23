/**
 * How tools name themselves, in user agents and in the session names that they choose by default. Both are free text: a caller
 * can write anything there.
 */
import type { ToolKind } from '../../model/principal.ts';

export interface NamedTool {
  readonly kind: ToolKind;
  readonly name: string;
  readonly version: string | null;
}

/** First match wins: tools built on an SDK put their name before its, and the CLI puts the SDK's name after its own. */
const agents: readonly (readonly [RegExp, ToolKind, string])[] = [
  [/OpenTofu\/([\w.-]+)/i, 'opentofu', 'OpenTofu'],
  [/HashiCorp-terraform-exec|Terraform\/([\w.-]+)/i, 'terraform', 'Terraform'],
  [/Pulumi(?:AwsNative|Aws)?\/([\w.-]+)/i, 'pulumi', 'Pulumi'],
  [/aws-cdk(?:-cli)?(?:\/([\w.-]+)|(?![\w-]))/i, 'cdk', 'AWS CDK'],
  [/^cloudformation\.amazonaws\.com$/, 'cloudformation', 'CloudFormation'],
  [/aws-sam-cli\/([\w.-]+)/i, 'cli', 'AWS SAM CLI'],
  [/\beksctl\/v?([\w.-]+)/i, 'cli', 'eksctl'],
  [/AWSPowerShell(?:\.[A-Za-z]+)*\/([\w.-]+)/, 'cli', 'AWS Tools for PowerShell'],
  [/aws-cli\/([\w.-]+)/i, 'cli', 'aws-cli'],
  [/S3Console\/([\w.-]+)/, 'console', 'AWS Console'],
  [/^(?:signin|console(?:\.[\w-]+)?)\.amazonaws\.com$|^\[?Mozilla\//, 'console', 'AWS Console'],
  [/\bkarpenter(?:\.sh)?[/-]?(v?\d[\w.-]*)?/i, 'controller', 'Karpenter'],
  [
    /aws-load-balancer-controller(?:\/([\w.-]+))?|\belbv2\.k8s\.aws\/([\w.-]+)/i,
    'controller',
    'AWS Load Balancer Controller',
  ],
  [/\bexternal-?dns(?:\/([\w.-]+))?/i, 'controller', 'ExternalDNS'],
  [/\bcluster-autoscaler(?:\/([\w.-]+))?/i, 'controller', 'Cluster Autoscaler'],
  [/\bcrossplane[\w-]*(?:\/([\w.-]+))?/i, 'controller', 'Crossplane'],
  [/\b(?:aws-)?ebs-csi-driver[/-]?(v?\d[\w.-]*)?/i, 'controller', 'Amazon EBS CSI driver'],
  [/\b(?:aws-)?efs-csi-driver[/-]?(v?\d[\w.-]*)?/i, 'controller', 'Amazon EFS CSI driver'],
  [/aws-controllers-k8s\/([\w.-]+)/i, 'controller', 'AWS Controllers for Kubernetes'],
  [/\bamazon-vpc-cni-k8s(?:\/([\w.-]+))?/i, 'controller', 'Amazon VPC CNI'],
  [/\bcert-manager[\w-]*\/([\w.-]+)/i, 'controller', 'cert-manager'],
  [/\bexternal-secrets(?:\/([\w.-]+))?/i, 'controller', 'External Secrets'],
  [
    /^(?:kubernetes|kops|kube-[\w-]+|aws-eks|eks)\/v?([\w.-]+)|\bkubernetes\/v?(\d[\w.-]*)/i,
    'controller',
    'Kubernetes',
  ],
  [/configure-aws-credentials-for-github-actions/i, 'sdk', 'GitHub Actions'],
  [/\bAnsible\/([\w.-]+)/i, 'sdk', 'Ansible'],
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
  [/aws-sdk-cpp\/([\w.-]+)/i, 'sdk', 'aws-sdk-cpp'],
  [/aws-sdk-kotlin\/([\w.-]+)/i, 'sdk', 'aws-sdk-kotlin'],
  [/aws-sdk-swift\/([\w.-]+)/i, 'sdk', 'aws-sdk-swift'],
];

/** The tool that a user agent names; undefined for agents that are not listed. */
export function toolOfAgent(userAgent: string): NamedTool | undefined {
  // a few agents make nearly all calls
  if (userAgent.length > longestKept) return findTool(userAgent);
  const known = knownAgents.get(userAgent);
  if (known !== undefined) return known ?? undefined;
  const tool = findTool(userAgent);
  if (knownAgents.size >= mostAgents) knownAgents.clear();
  knownAgents.set(userAgent, tool ?? null);
  return tool;
}

const knownAgents = new Map<string, NamedTool | null>();
const mostAgents = 1000;
const longestKept = 500;

function findTool(userAgent: string): NamedTool | undefined {
  for (const [pattern, kind, name] of agents) {
    const found = pattern.exec(userAgent);
    if (found) return { kind, name, version: found[1] ?? found[2] ?? null };
  }
  return undefined;
}

export interface SessionTool extends NamedTool {
  /** Whether a tool of this kind and name, known from another signal, names its sessions like this. */
  readonly fits: (tool: { readonly kind: ToolKind; readonly name: string }) => boolean;
}

const builtOn =
  (names: RegExp, ...kinds: readonly ToolKind[]): SessionTool['fits'] =>
  ({ kind, name }) =>
    kinds.includes(kind) || names.test(name);

/** Built on Go: Terraform's provider, Pulumi's, and nearly everything that runs in a cluster. */
const onGo = builtOn(/-go\b|eksctl/, 'terraform', 'opentofu', 'pulumi', 'controller');
const onPython = builtOn(/^boto|^aws-cli$|Ansible|SAM/);
const onJavaScript = builtOn(/-(?:js|nodejs)$|GitHub Actions/, 'cdk', 'pulumi');

/** Session names that SDKs and tools choose by default. */
const sessionNames: readonly (readonly [RegExp, ToolKind, string, SessionTool['fits']])[] = [
  [/^aws-go-sdk-\d+$/, 'sdk', 'aws-sdk-go', onGo],
  [/^botocore-session-\d+$/, 'sdk', 'botocore', onPython],
  [/^AWSCLI-Session(?:-\d+)?$|^AWS-CLI-session-\d+$/, 'cli', 'aws-cli', builtOn(/^$/, 'cli')],
  [/^aws-sdk-js(?:-session)?-\d+$/, 'sdk', 'aws-sdk-js', onJavaScript],
  [/^aws-sdk-java-(?:v2-)?\w+$/, 'sdk', 'aws-sdk-java', builtOn(/-java$/)],
  [
    /^(?:aws-dotnet-sdk-session|AWS-?Net-?SDK-?Session)-?\w*$/i,
    'sdk',
    'aws-sdk-dotnet',
    builtOn(/-dotnet$|PowerShell/),
  ],
  [/^aws-sdk-php-\d+$/, 'sdk', 'aws-sdk-php', builtOn(/-php$/)],
  // HCP Terraform: https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration
  [
    /^(?:terraform-)?run-[A-Za-z0-9]{16}$|^terraform-(?:session|cloud|run)[\w-]*$/i,
    'terraform',
    'Terraform',
    builtOn(/^$/, 'terraform', 'opentofu'),
  ],
  [/^aws-cdk-./, 'cdk', 'AWS CDK', builtOn(/-(?:js|nodejs)$/, 'cdk')],
  [/^pulumi[\w-]*$/i, 'pulumi', 'Pulumi', builtOn(/^$/, 'pulumi')],
  // the default of aws-actions/configure-aws-credentials; the job may then run any tool but a browser
  [/^GitHubActions$/, 'sdk', 'GitHub Actions', ({ kind }) => kind !== 'console'],
  [/^AWSCloudFormation$/, 'cloudformation', 'CloudFormation', builtOn(/^$/, 'cloudformation', 'service')],
  // sessions of instances and pods: code, not a browser
  [/^(?:i-[0-9a-f]{8,17}|eks-.+-[0-9a-f]{12})$/, 'unknown', 'a workload', ({ kind }) => kind !== 'console'],
];

/** The tool that names its sessions like this; undefined for names that a person or a script chose. */
export function toolOfSession(session: string): SessionTool | undefined {
  // people and scripts choose many names, and most begin differently
  if (!beginsSession.has(session.charCodeAt(0) | 0x20)) return undefined;
  if (session.length > longestKept) return findSessionTool(session);
  const known = knownSessions.get(session);
  if (known !== undefined) return known ?? undefined;
  const tool = findSessionTool(session);
  if (knownSessions.size >= mostSessions) knownSessions.clear();
  knownSessions.set(session, tool ?? null);
  return tool;
}

/** The letters that the patterns begin with, lower case. */
const beginsSession = new Set(Array.from('abegiprt', (letter) => letter.charCodeAt(0)));

const knownSessions = new Map<string, SessionTool | null>();
const mostSessions = 1000;

function findSessionTool(session: string): SessionTool | undefined {
  const found = sessionNames.find(([pattern]) => pattern.test(session));
  return found && { kind: found[1], name: found[2], version: null, fits: found[3] };
}
