/** What an SDK error means: try again, a gap, or the end of the run. Names: the SDK's and the services' own. */
import { type Gap, type GapCode, gap } from '../model/gap.ts';

export type FailureKind = 'throttled' | 'transient' | 'denied' | 'credentials' | 'absent' | 'other' | 'aborted';

const throttled =
  /^(Throttling|ThrottlingException|ThrottledException|RequestThrottled(Exception)?|RequestLimitExceeded|TooManyRequestsException|LimitExceededException|SlowDown|EC2ThrottledException|BandwidthLimitExceeded|PriorRequestNotComplete|ProvisionedThroughputExceededException)$/;
const denied =
  /^(AccessDenied(Exception)?|UnauthorizedOperation|Client\.UnauthorizedOperation|AuthorizationError(Exception)?|NotAuthorized(Exception)?|OptInRequired|SubscriptionRequiredException)$/;
const credentials =
  /^(CredentialsProviderError|ProviderError|ExpiredToken(Exception)?|UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|AuthFailure|InvalidAccessKeyId|TokenRefreshRequired|MissingAuthenticationToken(Exception)?|IncompleteSignature(Exception)?)$/;
const network =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ECONNABORTED|UND_ERR_.*)$/;

interface SdkError {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $fault?: string;
  readonly cause?: unknown;
}

export function kindOfFailure(error: unknown): FailureKind {
  const { name = '', code = '', message = '', $metadata, cause } = (error ?? {}) as SdkError;
  const status = $metadata?.httpStatusCode;
  if (name === 'AbortError') return 'aborted';
  if (throttled.test(name) || status === 429) return 'throttled';
  if (credentials.test(name) || message.startsWith('Could not load credentials')) return 'credentials';
  if (denied.test(name)) return 'denied';
  if (isNetwork(error) || (cause !== undefined && isNetwork(cause))) return 'transient';
  if (status !== undefined && status >= 500) return 'transient';
  // an answer that was cut off in the middle, or is no answer of the service
  if (
    code === '' &&
    (name === 'SyntaxError' ||
      name === 'TimeoutError' ||
      /socket hang up|aborted|Unexpected end|deserializ/i.test(message))
  )
    return 'transient';
  return 'other';
}

const isNetwork = (error: unknown) => network.test((error as SdkError | undefined)?.code ?? '');

/** A call that was given up. */
export class CallFailure extends Error {
  readonly kind: FailureKind;
  /** The IAM action: `cloudtrail:LookupEvents`. */
  readonly action: string;
  readonly region: string;
  /** The service's name for the error. */
  readonly errorName: string;

  constructor(action: string, region: string, kind: FailureKind, cause: unknown) {
    const { name = 'Error', message = String(cause) } = (cause ?? {}) as SdkError;
    super(message, { cause });
    this.name = 'CallFailure';
    this.kind = kind;
    this.action = action;
    this.region = region;
    this.errorName = name;
  }
}

/** What an answer lacks because a call failed, and what would mend it. */
export function gapOfFailure({ kind, action, region, errorName, message }: CallFailure): Gap {
  const [code, what, hint]: [GapCode, string, string] =
    kind === 'denied'
      ? ['ACCESS_DENIED', 'is not allowed', `allow ${action} to the identity that obs3 runs as`]
      : kind === 'throttled'
        ? ['THROTTLED', 'was throttled to the end', 'ask for a shorter window, or when less else uses the API']
        : kind === 'credentials'
          ? [
              'ACCESS_DENIED',
              'was refused for its credentials',
              'renew the credentials (aws sso login), or choose others with --profile',
            ]
          : ['UNREACHABLE', 'could not be asked', 'check the network, the region and --endpoint-url'];
  return gap(code, `${action} ${what} in ${region} (${errorName}: ${oneLine(message)})`, {
    hint,
    locator: `${action} ${region}`,
  });
}

/** Without what the SDK tells its developers. */
const oneLine = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/ Deserialization error: to see the raw response.*$/, '')
    .slice(0, 200);
