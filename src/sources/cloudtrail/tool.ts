/**
 * The tool that the caller used, from everything in the record. The user agent and the session name are the caller's own words;
 * `invokedBy`, `sourceIPAddress` and `sessionCredentialFromConsole` are CloudTrail's. If they contradict each other, CloudTrail
 * is believed and the contradiction is named.
 */
import type { Tool } from '../../model/principal.ts';
import { isIpAddress } from '../../resources/ip-address.ts';
import { type NamedTool, type SessionTool, toolOfAgent, toolOfSession } from './tool-agents.ts';

export interface ToolSignals {
  readonly userAgent: string | undefined;
  readonly invokedBy: string | undefined;
  readonly sourceIp: string | undefined;
  /** `sessionCredentialFromConsole` */
  readonly fromConsole: boolean;
  /** `userIdentity.type` */
  readonly identityType?: string;
  readonly session?: string | undefined;
}

const internal = 'AWS Internal';
const serviceName = /^[\w-]+(\.[\w-]+)*\.amazonaws\.com(?:\.cn)?$/;
const isService = (text: string | undefined): text is string =>
  text === internal || (text?.includes('.amazonaws.com') === true && serviceName.test(text));

const consoleTool: NamedTool = { kind: 'console', name: 'AWS Console', version: null };
const cloudFormation: NamedTool = { kind: 'cloudformation', name: 'CloudFormation', version: null };
const serviceTool = (name: string): NamedTool =>
  name === 'cloudformation.amazonaws.com' ? cloudFormation : { kind: 'service', name, version: null };

/** One verdict from several signals; total. */
export function toolOf(signals: ToolSignals): Tool {
  const { userAgent = '', invokedBy, sourceIp, fromConsole, session } = signals;
  const named = session === undefined ? undefined : toolOfSession(session);
  // if no service is involved, the agent and the kind of session decide: a few of those make nearly all calls
  const hasPart = invokedBy !== undefined || fromConsole || userAgent.length >= 500 || isService(sourceIp);
  const kind = named?.name ?? '';
  const known = hasPart ? undefined : plainTools.get(userAgent)?.get(kind);
  if (known) return known;
  if (hasPart || isService(userAgent)) return verdictWith(signals, named);
  const tool = verdictWith(signals, named);
  if (plainTools.size >= mostTools) plainTools.clear();
  const ofAgent = plainTools.get(userAgent) ?? new Map<string, Tool>();
  plainTools.set(userAgent, ofAgent.set(kind, tool));
  return tool;
}

/** Keyed by user agent, then by the tool that the session's name suggests. */
const plainTools = new Map<string, Map<string, Tool>>();
const mostTools = 1000;

function verdictWith(signals: ToolSignals, named: SessionTool | undefined): Tool {
  const { userAgent = '', invokedBy, sourceIp, fromConsole } = signals;
  const unvouched = isUnvouched(signals);
  const agent = unvouched ? undefined : toolOfAgent(userAgent);
  const verdict = verdictOf(signals, unvouched, agent, named);
  const disagrees: string[] = [];
  if (unvouched) disagrees.push(`source address: ${sourceIp} is no service's`);
  if (agent && differ(agent, verdict) && !(agent.kind === 'sdk' && isBuiltOnSdks(verdict)))
    disagrees.push(`user agent: ${agent.name}`);
  for (const [signal, text] of [
    ['invokedBy', invokedBy],
    ['source address', sourceIp],
  ] as const) {
    if (isService(text) && text !== internal && differ(serviceTool(text), verdict))
      disagrees.push(`${signal}: ${text}`);
  }
  // a CloudShell session has the console's credentials
  const isShell = /exec-env\/CloudShell/i.test(userAgent);
  if (fromConsole && !isShell && verdict.kind !== 'console' && !isServiceKind(verdict))
    disagrees.push('sessionCredentialFromConsole: AWS Console');
  if (named && verdict.kind !== 'unknown' && !isServiceKind(verdict) && !named.fits(verdict))
    disagrees.push(`session name: ${named.name}`);
  return { kind: verdict.kind, name: verdict.name, version: verdict.version, disagrees };
}

const isServiceKind = ({ kind }: NamedTool) => kind === 'service' || kind === 'cloudformation';
const isBuiltOnSdks = (tool: NamedTool) => tool.kind === 'console' || isServiceKind(tool);
const differ = (a: NamedTool, b: NamedTool) => a.kind !== b.kind && !(isServiceKind(a) && isServiceKind(b));

/** Services call from AWS: in a call from an IP address, a service's name in the user agent is the caller's own words. */
const isUnvouched = ({ userAgent, invokedBy, sourceIp = '', fromConsole, identityType }: ToolSignals): boolean =>
  isService(userAgent) &&
  userAgent !== internal &&
  toolOfAgent(userAgent)?.kind !== 'console' &&
  isIpAddress(sourceIp) &&
  !isService(invokedBy) &&
  identityType !== 'AWSService' &&
  !fromConsole;

function verdictOf(
  signals: ToolSignals,
  unvouched: boolean,
  agent: NamedTool | undefined,
  named: NamedTool | undefined,
): NamedTool {
  const { userAgent = '', invokedBy, sourceIp, fromConsole, identityType } = signals;
  const services = [invokedBy, unvouched ? undefined : userAgent, sourceIp].filter(isService);
  const [service] = services;
  if (services.some((each) => serviceTool(each).kind === 'cloudformation')) return cloudFormation;
  if (isService(invokedBy) && invokedBy !== internal) return serviceTool(invokedBy);
  if (identityType === 'AWSService' && service !== undefined) return serviceTool(service);
  if (fromConsole && (!agent || agent.kind === 'sdk')) return consoleTool;
  if (agent) return agent;
  if (service !== undefined) return serviceTool(service);
  // whoever hides the tool's name in one may forget the other
  if (userAgent === '' && named && named.kind !== 'unknown')
    return { kind: named.kind, name: named.name, version: null };
  return { kind: 'unknown', name: userAgent.split(/[\s/]/)[0]?.replace(/^\[|\]$/g, '') || 'unknown', version: null };
}
