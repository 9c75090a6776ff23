/**
 * From a request to its answer: who calls what and where, the faults, the rate limit, the operation. Nothing here uses the
 * network.
 */
import { AwsError, type CommonError, commonError, deniedMessage, type ErrorFamily } from './aws-error.ts';
import type { Caller, Service } from './call.ts';
import { Callers, type Signature, signatureOf } from './callers.ts';
import type { Clock } from './clock.ts';
import { type AnsweredFault, type Faults, isAnswered, type Strike } from './faults.ts';
import { uuidOf } from './identifiers.ts';
import { PageTokens } from './page-tokens.ts';
import { protocols } from './protocols/index.ts';
import { json11 } from './protocols/json.ts';
import type { WireAnswer, WireProtocol, WireRequest } from './protocols/protocol.ts';
import { RateLimits } from './rate-limits.ts';
import type { RecordedRequest } from './request-log.ts';
import { createServices } from './services/index.ts';
import type { Settings } from './settings.ts';
import type { RegionWorld, World } from './world.ts';

export interface DispatchOptions {
  readonly world: World;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly rates: Readonly<Record<string, number>>;
  readonly settings: Settings;
  /** IAM actions; absent: all. */
  readonly allow?: ReadonlySet<string>;
}

export interface Dispatched {
  readonly answer: WireAnswer;
  readonly record: RecordedRequest;
  /** The fault that struck; faults of the connection must still be applied to the answer. */
  readonly strike: Strike | undefined;
}

/** Cannot be denied: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const undeniable = 'sts:GetCallerIdentity';

interface Asked {
  readonly service: Service | undefined;
  readonly protocol: WireProtocol;
  readonly signature: Signature | undefined;
  readonly operation: string;
  readonly action: string;
  readonly parameters: RecordedRequest['parameters'];
}

export class AwsDispatch {
  private readonly options: DispatchOptions;
  private readonly callers: Callers;
  private readonly services: Readonly<Record<string, Service>>;
  private readonly limits: RateLimits;
  private readonly tokens = new PageTokens();
  private answered = 0;

  constructor(options: DispatchOptions) {
    this.options = options;
    this.callers = new Callers(options.world);
    this.services = createServices(this.callers);
    this.limits = new RateLimits(options.clock, options.rates);
  }

  answer(request: WireRequest): Dispatched {
    const requestId = uuidOf(`request ${++this.answered}`);
    const asked = this.read(request);
    const { service, protocol, signature, operation, action, parameters } = asked;
    const now = this.options.clock.now();
    const caller = signature && this.callers.get(signature.accessKeyId);
    const region = signature?.region ?? '';
    const strike = this.options.faults.strike({ action, account: caller?.account ?? '', region, parameters });
    let answer: WireAnswer;
    let outcome = 'ok';
    try {
      const result = this.perform(asked, request, strike, now);
      answer = protocol.writeResult(operation, result, service?.timeMembers ?? new Set(), requestId);
    } catch (error) {
      // a bug in this server must be seen as one
      const told = error instanceof AwsError ? error : new AwsError('ServerMistake', String(error), 500);
      answer = protocol.writeError(told, requestId);
      outcome = told === error ? told.code : `mistake of the server: ${String(error)}`;
    }
    const record: RecordedRequest = {
      service: service?.name ?? signature?.signingName ?? '',
      operation,
      action,
      account: caller?.account ?? null,
      region,
      accessKeyId: signature?.accessKeyId ?? '',
      parameters,
      attempt: Number(/attempt=(\d+)/.exec(String(request.headers['amz-sdk-request']))?.[1] ?? 1),
      time: new Date(now).toISOString(),
      outcome,
    };
    return { answer, record, strike };
  }

  private read(request: WireRequest): Asked {
    const signature = signatureOf(request.headers);
    const signingName = signature?.signingName ?? '';
    const service = Object.hasOwn(this.services, signingName) ? this.services[signingName] : undefined;
    const protocol = service ? protocols[service.protocol] : json11;
    const { operation, parameters } = protocol.read(request) ?? { operation: '', parameters: {} };
    return {
      service,
      protocol,
      signature,
      operation,
      parameters,
      action: `${service?.name ?? signingName}:${service?.iamNames?.[operation] ?? operation}`,
    };
  }

  private perform(
    { service, protocol, signature, operation, action, parameters }: Asked,
    { headers }: WireRequest,
    strike: Strike | undefined,
    now: number,
  ) {
    const { family } = protocol;
    const { world, settings } = this.options;
    const refuse = (kind: CommonError, message?: string) => commonError(family, kind, message);
    if (!signature) throw refuse('no-signature');
    const token = headers['x-amz-security-token'];
    const caller = this.callers.admitted(signature.accessKeyId, token?.toString(), now, family);
    const here = this.regionOf(caller, signature.region, family);
    if (strike && isAnswered(strike.kind) && !(strike.kind === 'denied' && action === undeniable))
      throw refuse(strike.kind, messageOf(strike.kind, caller, action, family));
    const { allow } = this.options;
    if (allow && !allow.has(action) && action !== undeniable)
      throw refuse('denied', messageOf('denied', caller, action, family));
    const perform = service && Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined;
    if (!perform) throw refuse('unknown-operation', `${action} is not served`);
    const { account } = caller;
    const { region } = signature;
    if (!this.limits.admits(action, account, region)) throw refuse('throttled');
    return perform({ action, account, region, caller, parameters, now, world, here, tokens: this.tokens, settings });
  }

  /** A region that is not enabled does not accept the account's credentials. */
  private regionOf({ account }: Caller, region: string, family: ErrorFamily): RegionWorld {
    const here = this.options.world.accounts[account]?.regions[region];
    if (!here || here.optInStatus === 'not-opted-in') throw commonError(family, 'unknown-key');
    return here;
  }
}

const messageOf = (kind: AnsweredFault, { arn }: Caller, action: string, family: ErrorFamily): string | undefined =>
  kind === 'denied' && family !== 'ec2' ? deniedMessage(arn, action) : undefined;
