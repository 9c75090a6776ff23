/** Who made a call, in the few words that fit a column: the person where one is known, the tool, the address. */
import type { TimelineEvent } from '../model/event.ts';
import type { Principal } from '../model/principal.ts';
import { printable } from './printable.ts';

export interface PrincipalText {
  readonly name: string;
  /** Tool and address; either may be missing, and what would say the same twice is left out. */
  readonly means: readonly string[];
}

function nameOf({ human, name, session, account, crossAccount }: Principal): string {
  const own = session === undefined || session === '' ? name : `${name}/${session}`;
  // a question mark where the name is no more than a guess: nobody should be woken for it unwarned
  const shown = human === null ? own : human.certainty === 'guess' ? `${human.name}?` : human.name;
  return crossAccount && account !== null && !shown.includes(account) ? `${shown} of ${account}` : shown;
}

/** undefined where an event has no principal: only calls have one. */
export function principalText(event: TimelineEvent): PrincipalText | undefined {
  if (event.kind !== 'api-call') return undefined;
  const { principal } = event.detail;
  const name = printable(nameOf(principal));
  const tool = principal.tool.kind === 'unknown' ? '' : printable(principal.tool.name);
  const address = printable(principal.sourceIp ?? principal.vpcEndpointId ?? '');
  const means = [...new Set([tool, address])].filter((part) => part !== '' && part !== name);
  return { name, means };
}
