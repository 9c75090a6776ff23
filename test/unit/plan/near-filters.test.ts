/** Which service or call a filter was to name, by the catalog alone. */
import { expect, test } from 'vitest';
import { nearFilters } from '../../../src/plan/near-filters.ts';

test.each<[string, { service?: string[]; eventName?: string[] }, string[]]>([
  ['no filter', {}, []],
  ['a service', { service: ['lamda'] }, ['--service lambda']],
  ['a service in another case, by its domain', { service: ['KMS.amazonaws.com'] }, ['--service kms']],
  ['a service that is known', { service: ['ec2', 'ec2.amazonaws.com'] }, []],
  ['a service that is like none', { service: ['quantumcomputing'] }, []],
  ['a call', { eventName: ['AuthorizeSecurityGroupIngres'] }, ['--event-name AuthorizeSecurityGroupIngress']],
  ['a call in another case', { eventName: ['stopinstances'] }, ['--event-name StopInstances']],
  ['a call that is known, with an API version', { eventName: ['CreateFunction20150331'] }, []],
  ['the one of two that is mistyped', { eventName: ['StopInstances', 'RunInstance'] }, ['--event-name RunInstances']],
])('%s', (_, { service = [], eventName = [] }, near) => {
  expect(nearFilters({ service, eventName })).toEqual(near);
});
