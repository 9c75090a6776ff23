/** From flags to sessions: who asks, in which accounts and regions. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Accounts } from '../aws/accounts.ts';
import type { CliIo } from './io.ts';
import { readAccountsFile } from './options/accounts-file.ts';
import type { LiveFlags } from './options/live.ts';

/** The time to set up TCP and TLS across a continent. Milliseconds. */
const connectingTime = 100;

export interface OpenSessions extends Accounts {
  readonly regions: readonly string[];
  close(): void;
}

/** @throws Obs3Error USAGE if no region is known, NO_SOURCE if nobody can sign in. */
export async function openSessions(
  named: readonly string[],
  flags: LiveFlags,
  io: CliIo,
  signal: AbortSignal,
): Promise<OpenSessions> {
  // the SDK warns on every run that Node 20 is at its end; which Node runs obs3 is a matter of its own engines field
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const accounts = flags.accountsFile === undefined ? [] : await readAccountsFile(flags.accountsFile, io.cwd);
  const { openAccounts, resolveRegions } = await import('../aws/accounts.ts');
  const access = {
    ...(flags.profile !== undefined && { profile: flags.profile }),
    ...(io.env['AWS_PROFILE'] && { environmentProfile: io.env['AWS_PROFILE'] }),
    ...(flags.endpointUrl !== undefined && { endpoint: flags.endpointUrl }),
    signal,
  };
  const regions = await resolveRegions(named, access);
  const opened = await openAccounts({
    ...access,
    roleArns: flags.roleArn ?? [],
    accounts,
    region: regions[0] as string,
    timer: {
      now: io.clock,
      sleep: (milliseconds, abort) => sleep(milliseconds, undefined, abort ? { signal: abort } : {}),
      goesOn: true,
    },
    random: Math.random,
    connectingTime,
  });
  return {
    ...opened,
    regions,
    close: () => {
      for (const session of opened.sessions) session.destroy();
    },
  };
}
