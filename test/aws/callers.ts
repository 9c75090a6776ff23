/** Who calls, and where: read from the SigV4 signature. The signature itself is not checked. */
import type { IncomingHttpHeaders } from 'node:http';
import { type CommonError, commonError, type ErrorFamily } from './aws-error.ts';
import type { Caller } from './call.ts';
import type { World } from './world.ts';

/** `AWS4-HMAC-SHA256 Credential=AKIA…/20260303/us-east-1/cloudtrail/aws4_request, SignedHeaders=…, Signature=…` */
const credential = /^AWS4-HMAC-SHA256 Credential=([^/\s]+)\/\d{8}\/([^/\s]+)\/([^/\s]+)\/aws4_request,/;

export interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  /** "monitoring", "config", … */
  readonly signingName: string;
}

export function signatureOf(headers: IncomingHttpHeaders): Signature | undefined {
  const [, accessKeyId, region, signingName] = credential.exec(headers.authorization ?? '') ?? [];
  return accessKeyId && region && signingName ? { accessKeyId, region, signingName } : undefined;
}

/** The credentials that are valid: those of the world, and those that AssumeRole issued. */
export class Callers {
  private readonly known = new Map<string, Caller>();

  constructor(world: World) {
    for (const [account, { accessKeys }] of Object.entries(world.accounts)) {
      for (const key of accessKeys) this.add({ ...key, account });
    }
  }

  add(caller: Caller): void {
    this.known.set(caller.accessKeyId, caller);
  }

  get(accessKeyId: string): Caller | undefined {
    return this.known.get(accessKeyId);
  }

  /** Throws what the service would throw if the credentials are invalid. */
  admitted(accessKeyId: string, token: string | undefined, now: number, family: ErrorFamily): Caller {
    const refuse = (kind: CommonError) => commonError(family, kind);
    const caller = this.known.get(accessKeyId);
    if (!caller || caller.sessionToken !== token) throw refuse('unknown-key');
    if (caller.expiration !== undefined && Date.parse(caller.expiration) <= now) throw refuse('expired-token');
    return caller;
  }
}
