import { expect, test } from 'vitest';
import { route53 } from '../../../../src/resources/services/route53.ts';
import { type Row, say } from './say.ts';

const hostedZoneId = 'Z0123456789ABCDEFGHIJ';
const record = (action: string, name: string, more: object = {}) => ({
  action,
  resourceRecordSet: { name, type: 'A', ...more },
});

test.each<Row>([
  [
    `set www.example.com. A -> 192.0.2.1 and deleted old.example.com. A in hosted zone ${hostedZoneId}`,
    'ChangeResourceRecordSets',
    {
      request: {
        hostedZoneId,
        changeBatch: {
          changes: [
            record('UPSERT', 'www.example.com.', { tTL: 60, resourceRecords: [{ value: '192.0.2.1' }] }),
            record('DELETE', 'old.example.com.', { resourceRecords: [{ value: '192.0.2.2' }] }),
          ],
        },
      },
    },
  ],
  [
    `created example.com. A -> web-1.us-east-1.elb.amazonaws.com. in hosted zone ${hostedZoneId}`,
    'ChangeResourceRecordSets',
    {
      request: {
        hostedZoneId,
        changeBatch: {
          changes: [
            record('CREATE', 'example.com.', { aliasTarget: { dNSName: 'web-1.us-east-1.elb.amazonaws.com.' } }),
          ],
        },
      },
    },
  ],
  ['changed records in a hosted zone', 'ChangeResourceRecordSets', { request: {} }],
  ['created hosted zone example.com', 'CreateHostedZone', { request: { name: 'example.com' } }],
  [`deleted hosted zone ${hostedZoneId}`, 'DeleteHostedZone', { request: { id: `/hostedzone/${hostedZoneId}` } }],
  [
    'turned off DNSSEC signing of hosted zone Z0123456789ABCDEFGHIJ',
    'DisableHostedZoneDNSSEC',
    { request: { hostedZoneId } },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(route53, eventName, members)).toBe(expected);
});
