/** Who made a call, in the few words that fit into a column: the person if known, the tool, the address. */
import type { TimelineEvent } from '../model/event.ts';
import type { Principal } from '../model/principal.ts';
import { printable } from './printable.ts';

export interface PrincipalText {
  readonly name: string;
  /** Tool and address; either may be missing, and repetitions are left out. */
  readonly means: readonly string[];
}

/** `AWS::SSM::ManagedInstance` -> managed instance */
const typeWord = (type: string) => (type.split('::').at(-1) ?? type).replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();

/** The resource whose credentials these are: sessions are named after it, or it is shown next to them. */
function workloadText({ workload, session, human }: Principal): string {
  if (!workload || workload.type === 'AWS::Config::ConfigRule') return '';
  return human === null && workload.id === session ? '' : `${typeWord(workload.type)} ${workload.id}`;
}

function nameOf({ human, name, session, account, crossAccount, workload }: Principal): string {
  const isWorkload = workload !== null && workload.id === session;
  const own =
    session === undefined || session === ''
      ? name
      : isWorkload
        ? `${name} on ${typeWord(workload.type)} ${session}`
        : `${name}/${session}`;
  // a question mark if the name is only a guess: nobody should be woken up for it without a warning
  const shown = human === null ? own : human.certainty === 'guess' ? `${human.name}?` : human.name;
  return crossAccount && account !== null && !shown.includes(account) ? `${shown} of ${account}` : shown;
}

/** Behind an endpoint the address is private and exists in many networks: the endpoint shows which one it is. */
function addressText({ sourceIp, vpcEndpointId }: Principal): string {
  if (vpcEndpointId === null) return sourceIp ?? '';
  return sourceIp === null ? vpcEndpointId : `${sourceIp} via ${vpcEndpointId}`;
}

/** undefined if an event has no principal: only calls have one. */
export function principalText(event: TimelineEvent): PrincipalText | undefined {
  if (event.kind !== 'api-call') return undefined;
  const { principal } = event.detail;
  const name = printable(nameOf(principal));
  const tool = principal.tool.kind === 'unknown' ? '' : printable(principal.tool.name);
  const address = printable(addressText(principal));
  const workload = printable(workloadText(principal));
  const means = [...new Set([workload, tool, address])].filter((part) => part !== '' && part !== name);
  return { name, means };
}
