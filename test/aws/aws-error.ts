/** The errors that AWS answers with, before a protocol writes them in its own form. */

/** An operation throws it; the protocol writes it. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** In addition to those of the protocol. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, message: string, status = 400, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

/** What any service may answer to any request. */
export type CommonError =
  | 'throttled'
  | 'internal'
  | 'unavailable'
  | 'denied'
  | 'unknown-key'
  | 'expired-token'
  | 'no-signature'
  | 'unknown-operation';

type Code = readonly [code: string, status: number];

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/CommonErrors.html; throttling as LookupEvents answers. */
const json: Readonly<Record<CommonError, Code>> = {
  throttled: ['ThrottlingException', 400],
  internal: ['InternalFailure', 500],
  unavailable: ['ServiceUnavailableException', 503],
  denied: ['AccessDeniedException', 400],
  'unknown-key': ['UnrecognizedClientException', 400],
  'expired-token': ['ExpiredTokenException', 400],
  'no-signature': ['MissingAuthenticationTokenException', 400],
  'unknown-operation': ['UnknownOperationException', 400],
};

/** https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html and what STS answers in practice. */
const query: Readonly<Record<CommonError, Code>> = {
  throttled: ['Throttling', 400],
  internal: ['InternalFailure', 500],
  unavailable: ['ServiceUnavailable', 503],
  denied: ['AccessDenied', 403],
  'unknown-key': ['InvalidClientTokenId', 403],
  'expired-token': ['ExpiredToken', 403],
  'no-signature': ['MissingAuthenticationToken', 403],
  'unknown-operation': ['InvalidAction', 400],
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const ec2: Readonly<Record<CommonError, Code>> = {
  throttled: ['RequestLimitExceeded', 503],
  internal: ['InternalError', 500],
  unavailable: ['Unavailable', 503],
  denied: ['UnauthorizedOperation', 403],
  'unknown-key': ['AuthFailure', 401],
  'expired-token': ['RequestExpired', 400],
  'no-signature': ['MissingAuthenticationToken', 403],
  'unknown-operation': ['InvalidAction', 400],
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const s3: Readonly<Record<CommonError, Code>> = {
  throttled: ['SlowDown', 503],
  internal: ['InternalError', 500],
  unavailable: ['ServiceUnavailable', 503],
  denied: ['AccessDenied', 403],
  'unknown-key': ['InvalidAccessKeyId', 403],
  'expired-token': ['ExpiredToken', 400],
  'no-signature': ['AccessDenied', 403],
  'unknown-operation': ['MethodNotAllowed', 405],
};

const messages: Readonly<Record<CommonError, string>> = {
  throttled: 'Rate exceeded',
  internal: 'An internal error occurred.',
  unavailable: 'The service is unavailable. Please retry.',
  denied: 'You are not authorized to perform this operation.',
  'unknown-key': 'The security token included in the request is invalid.',
  'expired-token': 'The security token included in the request is expired',
  'no-signature': 'Missing Authentication Token',
  'unknown-operation': 'The operation is not known.',
};

const cloudwatchQueryCodes: Readonly<Record<string, string>> = {
  InvalidParameterValueException: 'InvalidParameterValue',
  ValidationException: 'ValidationError',
};

/** CloudWatch's older query protocol has its own name for an error; JSON answers carry it next to their own. */
export function queryCodeOf(code: string): string {
  const common = (Object.keys(json) as CommonError[]).find((kind) => json[kind][0] === code);
  return common ? query[common][0] : (cloudwatchQueryCodes[code] ?? code);
}

export type ErrorFamily = 'json' | 'query' | 'ec2' | 's3';

const families = { json, query, ec2, s3 } as const;

export function commonError(family: ErrorFamily, kind: CommonError, message = messages[kind]): AwsError {
  const [code, status] = families[family][kind];
  return new AwsError(code, message, status);
}

/** IAM's words, e.g. `User: arn:… is not authorized to perform: cloudtrail:LookupEvents because …`. */
export const deniedMessage = (arn: string, action: string): string =>
  `User: ${arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
