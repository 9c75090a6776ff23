/** Which changes open something to others, and what those can then read, as far as CloudTrail records such reads. */
import type { ApiCallEvent } from '../model/event.ts';

/** Names of danger rules which mean that something is open to more callers than before. */
const opening = /(?:public|anyone|other-account|outsiders|organization|without-authentication)(?:-|$)/;

/** Whether a call let in others: from other accounts, or anonymous. */
export const opensToOthers = ({ detail: { outcome, dangers = [] } }: ApiCallEvent): boolean =>
  outcome === 'success' && dangers.some(({ rule }) => opening.test(rule));

/** Types whose data others access with calls of their own. */
const readable: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::Table',
  'AWS::EC2::Image',
  'AWS::EC2::Snapshot',
  'AWS::ECR::Repository',
  'AWS::Kinesis::Stream',
  'AWS::KMS::Key',
  'AWS::Lambda::Function',
  'AWS::Lambda::LayerVersion',
  'AWS::RDS::DBClusterSnapshot',
  'AWS::RDS::DBSnapshot',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::SSM::Document',
  'AWS::SecretsManager::Secret',
]);

/**
 * Whether reads of this type by callers from outside show that its data was read. An account or a role is in every other
 * record.
 */
export const isReadFromOutside = (type: string): boolean => readable.has(type);
