/** The accounts file: what it may contain, and what is said if it is wrong. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAccounts, readAccountsFile } from '../../../../src/cli/options/accounts-file.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

const role = 'arn:aws:iam::111122223333:role/Investigator';

test('lines name an account and a role or a profile', () => {
  const text = `# the accounts of the shop\r\n\r\nprod     ${role}  # asked first\r\nstaging\tstaging-readonly\r\n`;
  expect(parseAccounts(text, 'accounts.txt')).toEqual([
    { name: 'prod', roleArn: role },
    { name: 'staging', profile: 'staging-readonly' },
  ]);
});

test('JSON may say more', () => {
  const accounts = [
    { name: 'prod', roleArn: role, profile: 'audit', externalId: 'x-1' },
    { name: 'staging', profile: 'staging' },
  ];
  expect(parseAccounts(JSON.stringify(accounts), 'accounts.json')).toEqual(accounts);
});

describe('refuses', () => {
  test.each([
    ['prod', "accounts:1: 'prod' has neither a role nor a profile"],
    [`\nprod ${role} more`, "accounts:2: more than a name and a role or profile: 'more'"],
    ['prod arn:aws:iam::1:role/x', "accounts:1: 'arn:aws:iam::1:role/x' is no ARN of a role"],
    [`${role} prod`, `accounts:1: '${role}' stands where the account's name does`],
    ['a x\nb y\na z', "accounts:3: the name 'a' is given already in line 1"],
    ['# nothing', 'accounts: no account is named'],
    ['[]', 'accounts: no account is named'],
    ['{"name": "a"}', 'accounts: not a list of accounts'],
    ['[7]', 'accounts entry 1: not an object'],
    [
      '[{"name": "a", "profile": "x", "role": "y"}]',
      "accounts entry 1: 'role' is none of name, roleArn, profile, externalId",
    ],
    ['[{"profile": "x"}]', 'accounts entry 1: an account without a name'],
    ['[{"name": "a", "profile": 7}]', "accounts entry 1: 'profile' is no text"],
  ])('%j', (text, message) => {
    expect(() => parseAccounts(text, 'accounts')).toThrow(expect.objectContaining({ code: 'USAGE', message }));
  });

  test('what is no JSON, in one line', () => {
    expect(() => parseAccounts('[{', 'accounts')).toThrow(/^accounts: not JSON: [^\n]+$/);
  });

  test('a file that is not there', async () => {
    const folder = await temporaryFolder({ 'accounts.txt': `prod ${role}` });
    await expect(readAccountsFile('none.txt', folder)).rejects.toMatchObject({
      code: 'USAGE',
      message: '--accounts-file none.txt cannot be read: there is no such file',
    });
    expect(await readAccountsFile('accounts.txt', folder)).toHaveLength(1);
    expect(await readAccountsFile(join(folder, 'accounts.txt'), '/')).toHaveLength(1);
  });
});
