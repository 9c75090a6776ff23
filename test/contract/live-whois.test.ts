/** Who is behind a key, a session, a call or a name: AWS's answer is the same as that of files. */
import { describe, expect, test } from 'vitest';
import { whoisKind, whoisReport } from '../../src/investigate/whois.ts';
import type { WhoisReport } from '../../src/model/whois.ts';
import { planTarget } from '../../src/plan/target.ts';
import { questionOf } from '../fixtures/question.ts';
import { openSsh } from '../unit/examples/cases.ts';
import { archiveReader, askLive, contextOf } from './live-harness.ts';

const now = '2026-03-03T17:00:00Z';
const given = { since: '2026-03-03T13:50:00Z', until: '2026-03-03T15:50:00Z', now } as const;
const { folder } = openSsh;

const questionAbout = (text: string, from: readonly string[], window: object = given) =>
  questionOf({ command: 'who', targets: [planTarget(text)], filters: { reads: 'all' }, from, now, ...window });

async function fromFiles(text: string): Promise<WhoisReport> {
  const question = questionAbout(text, [folder]);
  return whoisReport(
    { question, kind: whoisKind(question), comparesEarlier: true },
    contextOf(question, archiveReader(folder)),
  );
}

async function fromAws(text: string, window: object = given): Promise<WhoisReport> {
  const question = questionAbout(text, [], window);
  const asked = { bundle: openSsh, now, regions: ['us-east-1', 'eu-west-1'] };
  const { answer } = await askLive(asked, (reader, signal) =>
    whoisReport({ question, kind: whoisKind(question), comparesEarlier: true }, contextOf(question, reader, signal)),
  );
  return answer;
}

/** Without the span of the baseline, in which files and AWS differ. */
const told = ({ people, event, answer, headline }: WhoisReport) => ({
  answer,
  event,
  headline: headline.replace(/in the files given|in the event history of AWS/, ''),
  people: people.map(({ baseline, ...person }) => ({ ...person, earlier: baseline?.calls })),
});

describe.each([
  ['a call', '654bfee1-8e62-4fa5-8e8e-02811e5ea422'],
  ['an access key', 'ASIA2RJLNQSTPEXAMPLE'],
  ['a human', 'carol@example.com'],
  ['a human whose directory tells an id alone', 'alice@example.com'],
  ['a session, by role and name', 'ConfigRemediation/Automation-89f3b0c7-df1b-402c-94a0-080f91dcd820'],
  ['nobody', 'arn:aws:sts::111122223333:assumed-role/None/nobody'],
])('%s', (_, text) => {
  test('is the same, asked of AWS and of files', async () => {
    const [live, files] = [await fromAws(text), await fromFiles(text)];
    expect(told(live)).toEqual(told(files));
    expect(live.query.kind).toBe(files.query.kind);
  });
});

describe('of AWS', () => {
  test('a call is found however old it is, with all of its session, and the week before it is compared', async () => {
    const report = await fromAws('654bfee1-8e62-4fa5-8e8e-02811e5ea422', {});
    expect(report.query.window).toEqual({
      since: '2026-03-03T02:03:27.000Z',
      until: '2026-03-03T17:00:00.000Z',
      given: false,
    });
    const [person] = report.people;
    expect(person?.usage.calls).toBe(8);
    expect(person?.baseline).toMatchObject({ of: 'alice@example.com', since: '2026-02-24T13:57:04.000Z', calls: 8 });
  });
});
