/** What an SDK error means: retry, a gap, or the end of the run. The names are those of the SDK and the services. */
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
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
  readonly cause: unknown;
  /** The SDK corrected its clock from the answer: the local one is minutes off. */
  readonly isClockCorrected: boolean;
}

/** An answer's fields may have any type; one that is not a string becomes empty. */
function sdkError(error: unknown): SdkError {
  const { name, code, message, $metadata, cause } = (error ?? {}) as Readonly<
    Record<keyof SdkError | '$metadata', unknown>
  >;
  const { httpStatusCode: status, clockSkewCorrected } = ($metadata ?? {}) as {
    readonly httpStatusCode?: unknown;
    readonly clockSkewCorrected?: unknown;
  };
  const [nameText, codeText, messageText] = [name, code, message].map((text) => (typeof text === 'string' ? text : ''));
  return {
    name: nameText ?? '',
    code: codeText ?? '',
    message: messageText ?? '',
    status: typeof status === 'number' ? status : undefined,
    cause,
    isClockCorrected: clockSkewCorrected === true,
  };
}

export function kindOfFailure(error: unknown): FailureKind {
  const { name, code, message, status, cause, isClockCorrected } = sdkError(error);
  // the request was signed by a wrong clock; the next try uses the service's time
  if (isClockCorrected) return 'transient';
  if (name === 'AbortError') return 'aborted';
  if (throttled.test(name) || status === 429) return 'throttled';
  if (credentials.test(name) || message.startsWith('Could not load credentials')) return 'credentials';
  if (denied.test(name)) return 'denied';
  if (isNetwork(error) || (cause !== undefined && isNetwork(cause))) return 'transient';
  if (status !== undefined && status >= 500) return 'transient';
  // a proxy's or sign-in page stays one, however often it is requested
  if (isForeign(error)) return 'other';
  // an answer that was cut off, or did not come from the service
  if (
    code === '' &&
    (name === 'SyntaxError' ||
      name === 'TimeoutError' ||
      /socket hang up|aborted|Unexpected end|deserializ/i.test(message))
  )
    return 'transient';
  return 'other';
}

/** The body is HTML, not JSON: `Unexpected token '<', "<html>"... is not valid JSON`. */
const isForeign = (error: unknown): boolean => {
  const { name, message } = sdkError(error);
  return name === 'SyntaxError' && /Unexpected token '?</.test(message);
};

/** The SDK's name for an error if the answer gives none. */
const nameless = /^(Unknown(Error)?|Error)?$/;

/** Whether nobody answered, or something other than AWS did: then the address is in doubt, not the identity. */
export function isUnreached(error: unknown): boolean {
  const { name, message, status, isClockCorrected } = sdkError(error);
  if (isClockCorrected) return false;
  const hasNoWord = status !== undefined && nameless.test(name) && nameless.test(message);
  return error instanceof NotAws || isForeign(error) || hasNoWord || kindOfFailure(error) === 'transient';
}

/** The answer does not look like one from an AWS service. */
export class NotAws extends Error {
  override readonly name = 'NotAws';
}

/** What went wrong, in one line for a person: the service's own words or, without any, a description of the answer. */
export function messageOfFailure(error: unknown): string {
  const { name, message: said, status } = sdkError(error);
  const message = said === '' && typeof error === 'string' ? error : said;
  const [, waited] = /timed out after (\d+) ms|configured timeout of (\d+) ms/.exec(message)?.filter(Boolean) ?? [];
  if (name === 'TimeoutError' && waited !== undefined) return `no answer within ${Math.round(Number(waited) / 1000)} s`;
  if (isForeign(error)) return 'the answer is a web page: a proxy or a sign-in page may stand in between';
  if (status !== undefined && nameless.test(message))
    return `HTTP status ${status} without a reason: a proxy may have answered in place of AWS`;
  return (
    message
      .replace(/\s+/g, ' ')
      .replace(/ Deserialization error: to see the raw response.*$/, '')
      // the signed text follows, including the session token
      .replace(/ ?(The|Our) Canonical String\b.*$/i, '')
      .replace(/\.$/, '')
  );
}

const isNetwork = (error: unknown) => network.test(sdkError(error).code);

/** A call that failed for good. */
export class CallFailure extends Error {
  readonly kind: FailureKind;
  /** The IAM action: `cloudtrail:LookupEvents`. */
  readonly action: string;
  readonly region: string;
  /** The service's name for the error. */
  readonly errorName: string;

  constructor(action: string, region: string, kind: FailureKind, cause: unknown) {
    const { name } = sdkError(cause);
    super(messageOfFailure(cause), { cause });
    this.name = 'CallFailure';
    this.kind = kind;
    this.action = action;
    this.region = region;
    this.errorName = name === '' ? 'Error' : name;
  }
}

/** What an answer lacks because a call failed, and how to fix it. */
export function gapOfFailure(failure: CallFailure): Gap {
  const { kind, action, region } = failure;
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
  return gap(code, `${action} ${what} in ${region} (${failureText(failure)})`, {
    hint,
    locator: `${action} ${region}`,
  });
}

/** The error's name, if it says anything, and its message: `AccessDenied: not authorized …`. */
export function failureText({ errorName, message }: CallFailure): string {
  const isTold = nameless.test(errorName) || /^(NotAws|TimeoutError|SyntaxError)$/.test(errorName);
  return `${isTold ? '' : `${errorName}: `}${shortened(message)}`;
}

/** Enough for a refusal that names the caller, the action and the reason, each with an ARN. Characters. */
const longestMessage = 500;

/** A service's own message; a long one is cut at the end of a word. */
export function shortened(message: string): string {
  if (message.length <= longestMessage) return message;
  const part = message.slice(0, longestMessage);
  // never end with half of a surrogate pair
  return `${part.replace(/\s\S{0,80}$/, '').replace(/[\uD800-\uDBFF]$/, '')} …`;
}
