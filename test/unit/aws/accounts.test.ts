/** Sessions that were opened are closed if the run ends before anybody has them. */
import { expect, test } from 'vitest';
import type { AccountEntry, Entrance } from '../../../src/aws/account-entrance.ts';
import { type AccountsInput, openAccounts } from '../../../src/aws/accounts.ts';
import type { AwsSession } from '../../../src/aws/session.ts';

const roleArns = ['111122223333', '444455556666'].map((account) => `arn:aws:iam::${account}:role/audit`);

/** What was opened and not closed again. */
function opening(late: (entry: AccountEntry) => Promise<void>) {
  const open = new Set<string>();
  const enter: Entrance['enter'] = async (entry) => {
    const account = entry.roleArn?.split(':')[4] as string;
    if (entry.roleArn === roleArns[1]) await late(entry);
    open.add(account);
    return { account, identityArn: entry.roleArn, destroy: () => open.delete(account) } as unknown as AwsSession;
  };
  const input = (signal: AbortSignal) => ({ roleArns, region: 'us-east-1', signal }) as unknown as AccountsInput;
  const entranceFor = async (): Promise<Entrance> => ({ enter, close: () => {} });
  return { open, start: (signal: AbortSignal) => openAccounts(input(signal), entranceFor) };
}

test('sessions stay open for whoever asked for them', async () => {
  const { open, start } = opening(async () => {});
  const { sessions } = await start(new AbortController().signal);
  expect(sessions.map(({ account }) => account)).toEqual([...open]);
  expect(open.size).toBe(2);
});

test.each<[string, () => void]>([
  [
    'fails',
    () => {
      throw new Error('aborted');
    },
  ],
  ['is entered all the same', () => {}],
])('none stays open where the run is interrupted, and the account at hand %s', async (_, settle) => {
  const controller = new AbortController();
  const { open, start } = opening(async () => {
    // the other account is entered first
    await Promise.resolve();
    controller.abort(new Error('interrupted'));
    settle();
  });
  await expect(start(controller.signal)).rejects.toThrow('interrupted');
  expect([...open]).toEqual([]);
});

test.each([
  ['ENOTFOUND', /^check the name of the region, the network and /],
  ['ECONNREFUSED', /^check the network and /],
])('%s: nobody is reached, and what to check is told', async (code, hint) => {
  const failure = Object.assign(new Error(`getaddrinfo ${code} sts.us-eats-1.amazonaws.com`), { code });
  const input = { roleArns: [], region: 'us-eats-1', signal: new AbortController().signal } as unknown as AccountsInput;
  const enter = () => Promise.reject(failure);
  const entering = openAccounts(input, async () => ({ enter, close: () => {} }));
  await expect(entering).rejects.toMatchObject({ code: 'NO_SOURCE', hint: expect.stringMatching(hint) });
});
