/** A verdict on a security group, for the tests of its parts: calls to it, by people and a pipeline. */
import { CallTally } from '../../../src/model/call-tally.ts';
import type { TimelineEvent } from '../../../src/model/event.ts';
import { callsIn } from '../../../src/model/person.ts';
import type { Principal } from '../../../src/model/principal.ts';
import type { Question, SubjectKind } from '../../../src/model/question.ts';
import type { Chain, Coverage, Verdict, WhoVerdict } from '../../../src/model/report.ts';
import { windowSubject } from '../../../src/report/subject.ts';
import { verdictOf } from '../../../src/report/verdict.ts';
import { questionOf, targetOf } from '../../fixtures/question.ts';
import { covered } from '../../fixtures/report.ts';
import { alice, at } from '../../fixtures/report-cast.ts';
import { apiCall } from '../../fixtures/report-events.ts';

/** Everyone who called, as the verdict lists them. */
export const whoOf = (events: readonly TimelineEvent[]): readonly WhoVerdict[] => CallTally.of(callsIn(events)).who;

export const web = targetOf('sg-1', { kind: 'resource', type: 'AWS::EC2::SecurityGroup' });

interface Case {
  readonly question?: Question;
  readonly kind?: SubjectKind;
  readonly type?: string;
  readonly events?: readonly TimelineEvent[];
  readonly chains?: readonly Chain[];
  readonly coverage?: readonly Coverage[];
}

/** For a question about `sg-1` in the files of 2026-03-03, 12:00 to 16:00, unless the case says otherwise. */
export function judge({
  question = questionOf({ targets: [web] }),
  kind,
  type,
  events = [],
  chains = [],
  coverage = [covered('cloudtrail', 'archive')],
}: Case = {}): Verdict {
  const looks = question.targets[0]?.readings[0]?.kind;
  const subject = {
    ...windowSubject,
    kind: kind ?? looks ?? 'window',
    type: type ?? null,
  };
  const { since = Date.parse(at('12:00:00')), until = Date.parse(at('16:00:00')) } = question.window;
  return verdictOf({ question, subject, events, chains, coverage, window: { since, until } });
}

export const pipeline: Principal = {
  ...alice,
  name: 'deploy',
  human: { name: 'repo:example/infra:ref:refs/heads/main', via: 'oidc', certainty: 'proven' },
};

export const opened = (principal: Principal = alice, time = at('14:03:27')) =>
  apiCall(time, 'AuthorizeSecurityGroupIngress', 'opened tcp/22 to 0.0.0.0/0 on sg-1', { detail: { principal } });
export const closed = (principal: Principal = alice, time = at('14:48:50')) =>
  apiCall(time, 'RevokeSecurityGroupIngress', 'closed tcp/22 to 0.0.0.0/0 on sg-1', { detail: { principal } });
export const looked = (principal: Principal = alice, time = at('13:00:00')) =>
  apiCall(time, 'DescribeSecurityGroups', 'described sg-1', { detail: { principal, readOnly: true } });
export const denied = (principal: Principal = alice, time = at('14:10:00')) =>
  apiCall(time, 'DeleteSecurityGroup', 'tried to delete sg-1: denied', {
    detail: { principal, outcome: 'denied', errorCode: 'Client.UnauthorizedOperation' },
  });
export const failed = (principal: Principal = alice, time = at('14:11:00')) =>
  apiCall(time, 'DeleteSecurityGroup', 'tried to delete sg-1: failed', {
    detail: { principal, outcome: 'failed', errorCode: 'Client.DependencyViolation' },
  });
