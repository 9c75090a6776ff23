/** What a rule is about, by the words of its name and annotation, and whether a change is about the same. */
import type { ComplianceEvent } from '../../model/event.ts';
import { stem, wordsOf } from './call-verb.ts';

/**
 * Words in rule names -> words on the paths, in the values and in the calls that such rules are about. Rule names as in
 * https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
 */
const subjects: readonly (readonly [string, string])[] = [
  ['ssh', 'ip permission ingress security group 22 entry'],
  ['rdp', 'ip permission ingress security group 3389 entry'],
  [
    'port ports incoming ingress egress traffic nacl authorized restricted',
    'ip permission ingress egress entry port range cidr',
  ],
  ['sg security', 'ip permission ingress egress security group'],
  [
    'public publicly open unrestricted world internet',
    'public policy acl grant block 0.0.0.0/0 ::/0 gateway route permission principal accessible attribute snapshot scheme',
  ],
  ['acl', 'acl grant'],
  ['read write prohibited', 'acl grant policy public block'],
  ['encryption encrypted kms sse cmk encrypt', 'encryption encrypted kms sse key algorithm cipher'],
  ['rotation rotated', 'rotation rotate key'],
  ['logging logged logs log audit', 'logging log trail audit'],
  ['versioning', 'versioning version'],
  ['replication', 'replication'],
  ['lifecycle', 'lifecycle'],
  ['mfa', 'mfa'],
  ['tag tags tagged', 'tag'],
  ['backup retention', 'backup retention'],
  ['deletion termination', 'deletion termination protection'],
  ['multi az', 'multi az zone'],
  ['ssl tls https secure transport', 'policy statement secure transport ssl tls listener protocol certificate'],
  ['certificate expiration acm', 'certificate'],
  [
    'policy policies admin statements wildcard permission permissions privilege inline',
    'policy statement document attached action permission',
  ],
  ['password', 'password'],
  ['imdsv imds metadata', 'metadata option token hop http'],
  ['ip', 'public ip address associate'],
  ['vpc flow', 'flow vpc log'],
  ['concurrency', 'concurrency concurrent'],
  ['runtime function', 'runtime'],
  ['dlq dead', 'dead letter target'],
  ['subnet', 'subnet'],
  ['monitoring', 'monitoring'],
  ['autoscaling scaling', 'scaling capacity'],
  ['pitr recovery', 'point time recovery'],
  ['patch upgrade minor version', 'version upgrade'],
  ['profile role', 'profile role'],
  ['instance type desired', 'instance type'],
  ['ami image approved', 'image'],
  ['user group membership', 'group user'],
  ['access key keys', 'key access'],
  ['cloudtrail trail', 'trail logging log selector'],
  ['guardduty detector', 'detector'],
  ['alarm', 'alarm action'],
  ['attached use unused', 'attach attachment state relationship association'],
];

const byWord: ReadonlyMap<string, ReadonlySet<string>> = (() => {
  const found = new Map<string, Set<string>>();
  for (const [names, about] of subjects) {
    for (const name of names.split(' ')) {
      const known = found.get(stem(name)) ?? new Set();
      for (const word of about.split(' ')) known.add(stem(word));
      found.set(stem(name), known);
    }
  }
  return found;
})();

/** Words that occur in most names and say nothing about the subject. */
const empty = new Set(
  'enabled check checks default account bucket instance cluster resource resources aws config rule required in use the is not no all db rds s3 ec2 iam lambda service configured configuration conformance pack by of for to on with'
    .split(' ')
    .map(stem),
);

const known = new Map<string, readonly (readonly [string, ReadonlySet<string>])[]>();

/** The rule's words, each with the words that it may show up as. Empty if nothing in the name is known. */
function subjectOf(event: ComplianceEvent): readonly (readonly [string, ReadonlySet<string>])[] {
  const text = `${event.detail.rule.replace(/-conformance-pack-\w+$/, '')} ${event.detail.annotation ?? ''}`.slice(
    0,
    500,
  );
  const cached = known.get(text);
  if (cached) return cached;
  const found = [...new Set(wordsOf(text).map(stem))].flatMap((word) => {
    const about = byWord.get(word);
    return about && !empty.has(word) ? [[word, about] as const] : [];
  });
  if (known.size < 10_000) known.set(text, found);
  return found;
}

export interface RuleFit {
  /** In [0, 1]. */
  readonly share: number;
  /** Words that both contain, as stems; none if the rule's name says nothing. */
  readonly words: readonly string[];
  readonly isKnown: boolean;
}

/** `words`: stems from a change's path, its call's name and its values. */
export function fitRule(event: ComplianceEvent, words: ReadonlySet<string>): RuleFit {
  const subject = subjectOf(event);
  const own = new Set(wordsOf(event.detail.rule).map(stem));
  const literal = [...words].filter((word) => own.has(word) && !empty.has(word));
  if (subject.length === 0) {
    // a custom rule whose name says nothing: any change of what it evaluates may have flipped it
    return literal.length > 0 ? { share: 1, words: literal, isKnown: true } : { share: 0.7, words: [], isKnown: false };
  }
  const met = subject.flatMap(([, about]) => [...about].filter((word) => words.has(word)));
  const all = [...new Set([...literal, ...met])];
  return all.length > 0 ? { share: 1, words: all, isKnown: true } : { share: 0.3, words: [], isKnown: true };
}
