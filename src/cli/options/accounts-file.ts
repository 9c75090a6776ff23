/**
 * `--accounts-file`: the accounts to ask, with the names that people give them. A line each, or a list in JSON:
 *
 *     # name    role, or a profile of the AWS configuration
 *     prod      arn:aws:iam::111122223333:role/Investigator
 *     staging   staging-readonly
 *
 *     [{ "name": "prod", "roleArn": "arn:…", "profile": "audit", "externalId": "…" }, { "name": "staging", "profile": "…" }]
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { AccountEntry } from '../../aws/account-entrance.ts';
import { Obs3Error } from '../../model/error.ts';
import { fileErrorText } from '../../model/file-error.ts';
import { isJsonObject, type JsonValue } from '../../model/json.ts';

/** `arn:aws:iam::111122223333:role/Investigator`, in any partition. */
export const isRoleArn = (text: string): boolean => /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/.test(text);

const members = ['name', 'roleArn', 'profile', 'externalId'] as const;
const forms =
  'use a line each (prod arn:aws:iam::111122223333:role/Investigator, or a name and a profile), or a JSON list of {"name", "roleArn" or "profile"}';

/** @throws Obs3Error USAGE that names the file, and the line if there is one. */
export async function readAccountsFile(path: string, cwd: string): Promise<readonly AccountEntry[]> {
  const text = await readFile(resolve(cwd, path), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Obs3Error('USAGE', `--accounts-file ${path} cannot be read: ${fileErrorText(error)}`, {
      hint: 'check the path',
      cause: error,
    });
  });
  return parseAccounts(text, path);
}

/** @throws Obs3Error USAGE */
export function parseAccounts(text: string, path: string): readonly AccountEntry[] {
  const refuse = (where: string, what: string): never => {
    throw new Obs3Error('USAGE', `${path}${where}: ${what}`, { hint: forms });
  };
  const content = text.replace(/^\u{FEFF}/u, '');
  const entries = /^\s*[[{]/.test(content) ? fromJson(content, refuse) : fromLines(content, refuse);
  if (entries.length === 0) refuse('', 'no account is named');
  const places = new Map<string, string>();
  for (const { entry, where } of entries) {
    const known = places.get(entry.name);
    if (known !== undefined)
      refuse(where, `the name '${entry.name}' is given already${known.replace(/^:/, ' in line ')}`);
    places.set(entry.name, where);
  }
  return entries.map(({ entry }) => entry);
}

type Refuse = (where: string, what: string) => never;
interface Placed {
  readonly entry: AccountEntry & { readonly name: string };
  /** `:3`, or ` entry 3`. */
  readonly where: string;
}

function fromLines(text: string, refuse: Refuse): readonly Placed[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const where = `:${index + 1}`;
    const words = line.replace(/(^|\s)#.*$/, '').trim();
    if (words === '') return [];
    const [name = '', access, ...more] = words.split(/\s+/);
    if (access === undefined) return refuse(where, `'${name}' has neither a role nor a profile`);
    if (more.length > 0) return refuse(where, `more than a name and a role or profile: '${more.join(' ')}'`);
    return [{ entry: checked({ name, ...accessOf(access) }, where, refuse), where }];
  });
}

const accessOf = (text: string) => (text.startsWith('arn:') ? { roleArn: text } : { profile: text });

function fromJson(text: string, refuse: Refuse): readonly Placed[] {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    return refuse('', `not JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(value)) return refuse('', 'not a list of accounts');
  return value.map((item, index) => {
    const where = ` entry ${index + 1}`;
    if (!isJsonObject(item)) return refuse(where, 'not an object');
    for (const [member, given] of Object.entries(item)) {
      if (!members.some((known) => known === member))
        return refuse(where, `'${member}' is none of ${members.join(', ')}`);
      if (typeof given !== 'string' || given === '') return refuse(where, `'${member}' is no text`);
    }
    return { entry: checked(item as AccountEntry, where, refuse), where };
  });
}

function checked(entry: AccountEntry, where: string, refuse: Refuse): AccountEntry & { readonly name: string } {
  const { name, roleArn, profile } = entry;
  if (name === undefined) return refuse(where, 'an account without a name');
  if (name.startsWith('arn:')) return refuse(where, `'${name}' stands where the account's name does`);
  if (roleArn === undefined && profile === undefined)
    return refuse(where, `'${name}' has neither a role nor a profile`);
  if (roleArn !== undefined && !isRoleArn(roleArn)) return refuse(where, `'${roleArn}' is no ARN of a role`);
  return { ...entry, name };
}
