/**
 * The catalog declares every spelling of a resource (its ARN, a URL, a metric's dimension, a log group) as a template:
 * `arn:{partition}:sqs:{region}:{account}:{id}`. This parses and builds texts by template.
 */

/** The values for a template's braces, by name: `{ region: 'us-east-1', id: 'orders' }`. */
export type Fields = Readonly<Record<string, string>>;

/** Fields whose form is the same everywhere. All others are one segment, unless the braces say more: see `segments`. */
const patterns: Readonly<Record<string, string>> = {
  partition: 'aws[a-z-]*',
  region: '[a-z0-9-]*',
  // `aws` stands for AWS itself in the ARNs of its managed policies
  account: '[0-9]{12}|aws',
  domain: 'amazonaws\\.com(?:\\.cn)?',
  // the end of a load balancer's id
  hex: '[0-9a-f]{16}',
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
  suffix: '[A-Za-z0-9]{6}',
  // https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html
  root: '[0-9a-z]{4,32}',
  unit: '[0-9a-z]{8,32}',
  // an IAM path may contain any character: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  path: '(?:.*/)?',
};

/** `{id}`, `{id/}`, `{id/+}`, `{id*}` */
const segments: Readonly<Record<string, string>> = {
  '': '[^/:]+',
  '/': '[^:]+',
  '/+': '[^/:]+/.+',
  '*': '.+',
};

const placeholder = /\{([a-zA-Z]+)([/*+]*)\}/;

const compiled = new Map<string, RegExp>();

function compile(template: string): RegExp {
  const known = compiled.get(template);
  if (known) return known;
  const parts = template.split(placeholder);
  let source = '';
  for (let at = 0; at < parts.length; at += 3) {
    source += parts[at]?.replace(/[.*+?^$()|[\]\\]/g, '\\$&') ?? '';
    const name = parts[at + 1];
    if (name !== undefined) source += `(?<${name}>${patterns[name] ?? segments[parts[at + 2] ?? ''] ?? segments['']})`;
  }
  const expression = new RegExp(`^${source}$`);
  compiled.set(template, expression);
  return expression;
}

/** The fields of a text of this form; undefined if it has another. */
export function matchTemplate(template: string, text: string): Fields | undefined {
  const groups = compile(template).exec(text)?.groups;
  return groups && { ...groups };
}

/** The template with its fields filled in; undefined if one of them is not known. A path is optional. */
export function fillTemplate(template: string, fields: Fields): string | undefined {
  const parts = template.split(placeholder);
  let text = '';
  for (let at = 0; at < parts.length; at += 3) {
    text += parts[at] ?? '';
    const name = parts[at + 1];
    if (name === undefined) continue;
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!value && name !== 'path') return undefined;
    text += value ?? '';
  }
  return text;
}
