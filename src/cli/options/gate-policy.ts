/** `obs3.gate.json`, or the file given by `--policy`: read, checked, and rejected with a message that says where. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Obs3Error } from '../../model/error.ts';
import { fileErrorText } from '../../model/file-error.ts';
import { plural } from '../../model/number-text.ts';
import type { GatePolicy } from '../../report/gate-settings.ts';

export const policyFileName = 'obs3.gate.json';

/**
 * Undefined if no file is given and none exists.
 * @throws Obs3Error USAGE that names the file, the JSON path and the value.
 */
export async function readGatePolicy(named: string | undefined, cwd: string): Promise<GatePolicy | undefined> {
  const file = named ?? policyFileName;
  let content: string;
  try {
    content = await readFile(resolve(cwd, file), 'utf8');
  } catch (error) {
    const failure = error as NodeJS.ErrnoException;
    if (named === undefined && failure.code === 'ENOENT') return undefined;
    throw new Obs3Error('USAGE', `the policy ${file} cannot be read: ${fileErrorText(failure)}`, {
      hint: named === undefined ? 'make it readable, or name another by --policy' : 'check the path of --policy',
      cause: error,
    });
  }
  return parsePolicy(content, file);
}

async function parsePolicy(content: string, file: string): Promise<GatePolicy> {
  let raw: unknown;
  try {
    raw = JSON.parse(content.replace(/^\u{FEFF}/u, ''));
  } catch (error) {
    throw new Obs3Error('USAGE', `${file} is not JSON: ${(error as Error).message}`, {
      hint: 'comments and trailing commas are not allowed',
      cause: error,
    });
  }
  const { parseGatePolicy } = await import('../../report/schema-gate-policy-v1.ts');
  const parsed = parseGatePolicy(raw);
  if ('policy' in parsed) return parsed.policy;
  const told = parsed.faults.slice(0, mostFaults).map(({ path, value, message }) => {
    const found = value === undefined ? 'missing' : shown(value);
    return `${path} is ${found}: ${message}`;
  });
  const left = parsed.faults.length - told.length;
  const more = left > 0 ? [`and ${plural(left, 'more mistake')}`] : [];
  throw new Obs3Error('USAGE', `${file}: ${[...told, ...more].join('; ')}`, {
    hint: "see 'obs3 schema gate-policy'",
  });
}

/** Whoever mends these sees the others next: a line has an end. */
const mostFaults = 5;
/** Characters of a value. */
const most = 80;

function shown(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > most ? `${json.slice(0, most)}…` : json;
}
