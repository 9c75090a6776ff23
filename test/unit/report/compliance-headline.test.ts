/** The sentence at the top of a compliance report: what is broken, since when, and by whom. */
import { describe, expect, test } from 'vitest';
import type { TimelineEvent } from '../../../src/model/event.ts';
import type { AnsweredWindow, CommandName } from '../../../src/model/question.ts';
import type { Verdict } from '../../../src/model/report.ts';
import type { RuleStanding } from '../../../src/model/standing.ts';
import { complianceHeadline, stillBroken } from '../../../src/report/compliance-headline.ts';
import { questionOf, targetOf } from '../../fixtures/question.ts';
import { alice, at, group } from '../../fixtures/report-cast.ts';
import { apiCall, compliance } from '../../fixtures/report-events.ts';
import { brokenRule, exposureBy, keptRule } from '../../fixtures/standing.ts';

const opened = apiCall(at('14:03:27'), 'AuthorizeSecurityGroupIngress', 'opened', { detail: { principal: alice } });
const exposure = exposureBy(opened.id, 60, 60);
const broken = brokenRule(exposure);
const kept = keptRule;

const say = (
  rules: readonly RuleStanding[],
  targets: readonly string[] = ['sg-1'],
  events: readonly TimelineEvent[] = [],
) => {
  const verdict: NonNullable<Verdict['compliance']> = { status: 'UNKNOWN', rules };
  return complianceHeadline({
    question: questionOf({ command: 'compliance', targets: targets.map((text) => targetOf(text)) }),
    events,
    window: undefined,
    compliance: verdict,
  });
};

describe('of what was asked about', () => {
  test.each<[string, readonly RuleStanding[], readonly TimelineEvent[], string]>([
    [
      'what is broken, since when, by whom',
      [kept, broken],
      [opened],
      'sg-1 does not comply with restricted-ssh, since 2026-03-03 14:06 UTC, begun by alice@example.com.',
    ],
    [
      'without the call, not by whom',
      [broken],
      [],
      'sg-1 does not comply with restricted-ssh, since 2026-03-03 14:06 UTC.',
    ],
    [
      'known since an evaluation',
      [{ ...broken, basis: 'evaluation' }],
      [],
      'sg-1 does not comply with restricted-ssh, known since 2026-03-03 14:06 UTC.',
    ],
    ['that all is well', [kept], [], 'sg-1 complies with required-tags.'],
    ['that nothing applies', [{ ...kept, status: 'NOT_APPLICABLE' }], [], 'No rule applies to sg-1 as it is.'],
  ])('it says %s', (_, rules, events, sentence) => {
    expect(say(rules, ['sg-1'], events)).toBe(sentence);
  });

  test('it says what was broken meanwhile', () => {
    const flip = compliance(at('14:06:12'), 'COMPLIANT', 'NON_COMPLIANT', 'a flip');
    const past = { ...exposure, open: false, seconds: 2717 };
    const event = { ...flip, detail: { ...flip.detail, exposure: past } };
    expect(say([kept], ['sg-1'], [opened, event])).toBe(
      'sg-1 complies with required-tags; restricted-ssh was broken for 45 minutes, from 2026-03-03 14:06 UTC, begun by alice@example.com.',
    );
  });

  test('several are told together', () => {
    expect(say([broken], ['sg-1', 'sg-2'])).toMatch(/^sg-1 and sg-2 do not comply with restricted-ssh/);
    expect(say([broken], ['a', 'b', 'c'])).toMatch(/^3 targets do not comply/);
  });
});

describe('of rules that were broken one after the other, it says of each since when', () => {
  const plain = brokenRule({ ...exposure, startedBy: null });
  const early: RuleStanding = { ...plain, name: 'bucket-versioning', since: '2025-01-02T03:04:05.000Z' };
  const unknown: RuleStanding = { ...plain, name: 'bucket-tags', since: null };
  const later = (name: string, since: string): RuleStanding => ({ ...plain, name, since });

  test('and by whom', () => {
    expect(say([broken, early], ['sg-1'], [opened])).toBe(
      'sg-1 does not comply with bucket-versioning, since 2025-01-02 03:04 UTC; ' +
        'with restricted-ssh, since 2026-03-03 14:06 UTC, begun by alice@example.com.',
    );
  });

  test('those that broke together are told together, and what is not known is said', () => {
    expect(say([broken, early, { ...broken, name: 'other' }, unknown], ['sg-1'])).toBe(
      'sg-1 does not comply with bucket-versioning, since 2025-01-02 03:04 UTC; ' +
        'with other, restricted-ssh, since 2026-03-03 14:06 UTC; with bucket-tags, since when is not known.',
    );
  });

  test('of many, or of many resources, the first and the last', () => {
    const many = [early, broken, later('c', '2026-03-04T00:00:00Z'), later('d', '2026-03-05T00:00:00Z')];
    expect(say(many, ['sg-1'])).toBe(
      'sg-1 does not comply with bucket-versioning, c and 2 other rules: ' +
        'the first (bucket-versioning) since 2025-01-02 03:04 UTC, the last (d) since 2026-03-05 00:00 UTC.',
    );
    const other: RuleStanding = { ...broken, resource: { ...group, id: 'sg-2' }, since: '2026-03-04T00:00:00Z' };
    expect(say([broken, other], ['sg-1', 'sg-2'])).toBe(
      'sg-1 and sg-2 do not comply with restricted-ssh: ' +
        'the first since 2026-03-03 14:06 UTC, the last since 2026-03-04 00:00 UTC.',
    );
  });

  test('in the same order whichever came first', () => {
    expect(say([unknown, broken, early])).toBe(say([early, broken, unknown]));
  });
});

describe('of an account', () => {
  test('it counts resources, rules and flips', () => {
    const flip = compliance(at('14:06:12'), 'COMPLIANT', 'NON_COMPLIANT', 'a flip');
    const other = { ...kept, resource: { ...group, id: 'sg-2' } };
    expect(say([broken, kept, other], [], [flip])).toBe(
      '1 of 2 resources does not comply, with 1 of 2 rules; 1 verdict turned non-compliant in the window.',
    );
    expect(say([kept], [])).toBe('The 1 resource that rules speak of complies.');
  });
});

test('where no rule is known, or something else was asked, it says nothing', () => {
  expect(say([])).toBeUndefined();
  const question = questionOf({ command: 'investigate' });
  expect(
    complianceHeadline({ question, events: [], window: undefined, compliance: { status: 'UNKNOWN', rules: [broken] } }),
  ).toBeUndefined();
});

test('gives no total of what was derived: verdicts that found nothing wrong are not among them', () => {
  const derived: RuleStanding = { ...broken, name: 'ec2-imdsv2-check', basis: 'derived' };
  expect(say([kept, derived], [])).toBe('1 resource does not comply, with 1 rule (derived).');
  expect(say([kept, broken, derived], [])).toBe('1 resource does not comply, with 2 rules (1 of them derived).');
});

test('of a rule, its resources comply or do not', () => {
  const other: RuleStanding = { ...kept, name: 'restricted-ssh', resource: { ...group, id: 'sg-2', name: 'spare' } };
  const fixed: RuleStanding = { ...kept, name: 'restricted-ssh' };
  expect(say([other], ['restricted-ssh'])).toBe('spare complies with restricted-ssh.');
  expect(say([fixed, other], ['restricted-ssh'])).toMatch(/^\S+ and \S+ comply with restricted-ssh\.$/);
  expect(say([broken, other], ['restricted-ssh'])).toMatch(
    /^(?!restricted-ssh)\S+ does not comply with restricted-ssh, since /,
  );
});

describe('of what was broken before the window, and still is', () => {
  const day = { since: Date.parse('2026-03-04T00:00:00Z'), until: Date.parse('2026-03-05T00:00:00Z') };
  const told = (
    rules: readonly RuleStanding[],
    { command = 'investigate', target = 'sg-1', ...more }: Partial<Told> = {},
  ) =>
    stillBroken({
      question: questionOf({ command, targets: target === '' ? [] : [targetOf(target)] }),
      events: [],
      window: 'window' in more ? more.window : day,
      compliance: { status: 'NON_COMPLIANT', rules },
    });
  interface Told {
    readonly command: CommandName;
    readonly target: string;
    readonly window: AnsweredWindow | undefined;
  }

  test('a resource says with which rules, and since when', () => {
    expect(told([kept, broken])).toBe(' sg-1 has not complied with restricted-ssh since 2026-03-03 14:06 UTC.');
    const later = { ...broken, name: 'no-public-ip', since: '2026-03-03T15:00:00Z' };
    expect(told([broken, later])).toBe(
      ' sg-1 has not complied with no-public-ip, restricted-ssh since before the window.',
    );
  });

  test('a rule says which resources', () => {
    const other = { ...broken, resource: { ...broken.resource, id: 'sg-2' } };
    expect(other.resource.name).toBe('web');
    expect(told([broken, other], { target: 'restricted-ssh' })).toBe(
      ' sg-0a1b2c3d4e5f60718 and sg-2 have not complied with restricted-ssh since 2026-03-03 14:06 UTC.',
    );
  });

  test.each<[string, string]>([
    ['what turned in the window is told by its events', told([{ ...broken, since: '2026-03-04T01:00:00Z' }])],
    ['since when is not known', told([{ ...broken, since: null }])],
    ['what complies', told([kept])],
    ['a window without a target', told([broken], { target: '' })],
    ['other commands', told([broken], { command: 'what' })],
    ['no window is known', told([broken], { window: undefined })],
  ])('nothing: %s', (_, text) => {
    expect(text).toBe('');
  });
});
