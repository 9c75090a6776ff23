/**
 * Credentials that stay valid until somebody ends them: access keys, console passwords, and service-specific ones. Finds which
 * call issued one and which ended it, by the credential's id, or by the user if a user can have only one of its kind.
 */
import type { ApiCallEvent } from '../../model/event.ts';
import { objectAt, stringAt } from '../../model/json.ts';
import { type Candidate, candidateOf } from './candidate.ts';
import { apart } from './durations.ts';
import type { Call, ResourceIndex } from './resource-index.ts';

interface Kind {
  readonly title: string;
  /** IAM calls, with the member of the request or response that holds the credential; null if it is in the call itself. */
  readonly gives: Readonly<Record<string, string | null>>;
  /** Re-enables or disables it, depending on its `status`. */
  readonly updates: string | null;
  readonly ends: string;
  /** The member that names the credential; null if its user identifies it: a user has one password. */
  readonly id: string | null;
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html, names as CloudTrail writes them */
const kinds: readonly Kind[] = [
  {
    title: 'access key',
    gives: { CreateAccessKey: 'accessKey' },
    updates: 'UpdateAccessKey',
    ends: 'DeleteAccessKey',
    id: 'accessKeyId',
  },
  {
    title: 'console password',
    gives: { CreateLoginProfile: 'loginProfile', UpdateLoginProfile: null },
    updates: null,
    ends: 'DeleteLoginProfile',
    id: null,
  },
  {
    title: 'service credential',
    gives: { CreateServiceSpecificCredential: 'serviceSpecificCredential' },
    updates: 'UpdateServiceSpecificCredential',
    ends: 'DeleteServiceSpecificCredential',
    id: 'serviceSpecificCredentialId',
  },
  {
    title: 'SSH key',
    gives: { UploadSSHPublicKey: 'sSHPublicKey' },
    updates: 'UpdateSSHPublicKey',
    ends: 'DeleteSSHPublicKey',
    id: 'sSHPublicKeyId',
  },
  {
    title: 'signing certificate',
    gives: { UploadSigningCertificate: 'certificate' },
    updates: 'UpdateSigningCertificate',
    ends: 'DeleteSigningCertificate',
    id: 'certificateId',
  },
];

const kindByCall = new Map(
  kinds.flatMap((kind) =>
    [...Object.keys(kind.gives), ...(kind.updates === null ? [] : [kind.updates]), kind.ends].map(
      (eventName) => [eventName, kind] as const,
    ),
  ),
);

export interface CredentialStep {
  /** The same for the call that issues a credential and the one that ends it. */
  readonly credential: string;
  /** "access key AKIAEXAMPLE" */
  readonly title: string;
  readonly step: 'given' | 'ended';
}

/** What an IAM call does to a credential; undefined if it does nothing to one, or does not say to which. */
export function credentialStepOf(event: ApiCallEvent): CredentialStep | undefined {
  const { eventName, eventSource, outcome } = event.detail;
  const kind = eventSource === 'iam.amazonaws.com' && outcome === 'success' ? kindByCall.get(eventName) : undefined;
  const step = kind && stepOf(kind, event);
  if (!kind || !step) return undefined;
  const name = kind.id === null ? userOf(kind, event) : idOf(kind, event);
  if (name === undefined) return undefined;
  const of = kind.id === null ? 'of user ' : '';
  return {
    credential: JSON.stringify([kind.title, event.origin.account, name]),
    title: `${kind.title} ${of}${name}`,
    step,
  };
}

function stepOf(
  kind: Kind,
  { detail: { eventName, requestParameters } }: ApiCallEvent,
): CredentialStep['step'] | undefined {
  if (eventName === kind.ends) return 'ended';
  if (eventName !== kind.updates) return 'given';
  const status = stringAt(requestParameters, 'status');
  return status === 'Active' ? 'given' : status === 'Inactive' ? 'ended' : undefined;
}

/** The object of the response that describes what was created. */
const madeBy = (kind: Kind, { detail: { eventName, responseElements } }: ApiCallEvent) => {
  const member = kind.gives[eventName];
  return member ? objectAt(responseElements, member) : {};
};

const idOf = (kind: Kind, event: ApiCallEvent): string | undefined =>
  stringAt(madeBy(kind, event), kind.id ?? '') ?? stringAt(event.detail.requestParameters, kind.id ?? '');

const userOf = (kind: Kind, event: ApiCallEvent): string | undefined =>
  stringAt(event.detail.requestParameters, 'userName') ?? stringAt(madeBy(kind, event), 'userName');

/** The user whom a call gave a password, in the form of `signedInAs`. */
export function passwordGivenTo(event: ApiCallEvent): string | undefined {
  const kind = kindByCall.get(event.detail.eventName);
  return kind?.id === null && credentialStepOf(event)?.step === 'given'
    ? userKey(event.origin.account, userOf(kind, event))
    : undefined;
}

/** What identifies whoever a call let in: the key that it issued, or the user of the password; undefined if it issued neither. */
export function entranceGiven(
  event: ApiCallEvent,
): { readonly accessKeyId: string } | { readonly userName: string } | undefined {
  const kind = kindByCall.get(event.detail.eventName);
  if (!kind || credentialStepOf(event)?.step !== 'given') return undefined;
  const [accessKeyId, userName] = [
    kind.id === 'accessKeyId' ? idOf(kind, event) : undefined,
    kind.id === null ? userOf(kind, event) : undefined,
  ];
  return accessKeyId !== undefined ? { accessKeyId } : userName !== undefined ? { userName } : undefined;
}

/** The IAM user who signed in to the console with a password. */
export const signedInAs = ({ detail: { eventName, principal } }: ApiCallEvent): string | undefined =>
  eventName === 'ConsoleLogin' && principal.type === 'IAMUser' ? userKey(principal.account, principal.name) : undefined;

const userKey = (account: string | null, user: string | undefined): string => JSON.stringify([account, user ?? null]);

/**
 * Links each end of a credential to the call that last issued it: the first ended it, a later one only removed what no longer
 * worked.
 */
export function* endedCredentials(index: ResourceIndex): Generator<Candidate> {
  const given = new Map<string, { readonly call: Call; ended: boolean }>();
  for (const call of index.calls) {
    const step = credentialStepOf(call.event);
    if (!step) continue;
    if (step.step === 'given') {
      given.set(step.credential, { call, ended: false });
      continue;
    }
    const known = given.get(step.credential);
    if (!known) continue;
    const [did, undid] = [known.call.event.detail.eventName, call.event.detail.eventName];
    yield candidateOf('reverted', call.event.id, known.call.event.id, { credential: known.ended ? 0.6 : 0.99 }, [
      `${undid} ${known.ended ? 'removed' : 'ended'} the ${step.title} that ${did} gave`,
      `${apart(call.time - known.call.time)} later`,
    ]);
    known.ended = true;
  }
}
