/** `obs3 help targets`: what can be asked about, as interpreted by `resources/identify.ts`. */
import type { Topic } from './topic.ts';

export const targets: Topic = {
  name: 'targets',
  summary: 'what can be asked about, and how it is spelled',
  text: `
Type a target as you know it: its form shows what it is.

  sg-0a1b2c3d4e5f60718          an id of a resource
  arn:aws:s3:::my-bucket        an ARN; versions and objects are dropped
  checkout                      a name: of a resource or of a principal
  alarm:checkout-errors         a CloudWatch alarm by its name
  alice, deploy, root           a user, a role, the root user
  Admin/alice@example.com       a role and the name of a session
  AROAEXAMPLEROLE:alice         the unique id of a role, and the session
  AKIA... ASIA...               an access key
  203.0.113.7                   the address that calls came from
  111122223333                  an account
  654bfee1-8e62-4fa5-8e8e-...   an event's id

Several targets are one question about all of them. Without a target, the answer
is about the whole window: what people and pipelines did in it.

  --as target                   only what was done to it
  --as principal                only what it did
  --type AWS::S3::Bucket        what a plain name is, in CloudFormation's words
  --neighbors                   also what was done to its neighbors

Other spellings of a resource (ARN, URL, unique id, name) are found as well.
--region and --account limit the search; AWS is asked in the region of the
environment or the profile, or with --region all in every enabled region. After
--from all words are paths, so put targets before it:

  obs3 investigate checkout alarm:checkout-errors --from ./logs ./more`,
};
