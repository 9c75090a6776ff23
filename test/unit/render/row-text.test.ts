/** What a row says in addition to its sentence: where signals disagree, and which way a call came. */
import { expect, test } from 'vitest';
import type { Principal } from '../../../src/model/principal.ts';
import { collapse } from '../../../src/render/collapse.ts';
import { rowText } from '../../../src/render/row-text.ts';
import { alice, at } from '../../fixtures/report-cast.ts';
import { apiCall } from '../../fixtures/report-events.ts';

const opened = (time: string, principal: Principal) =>
  apiCall(at(time), 'AuthorizeSecurityGroupIngress', 'opened tcp/22', { detail: { principal } });

const disguised: Principal = { ...alice, tool: { ...alice.tool, disagrees: ['session name: aws-sdk-go'] } };

test('signals that disagree on the tool are told, and such a call is none of a run of others', () => {
  const rows = collapse([opened('14:00:00', alice), opened('14:00:01', disguised)], false).map(rowText);
  expect(rows.map(({ notes }) => notes)).toEqual([
    [],
    [`signals disagree on the tool: ${alice.tool.name}, but session name: aws-sdk-go`],
  ]);
});

test('an address behind an endpoint is told with it', () => {
  const row = (principal: Principal) => collapse([opened('14:00:00', principal)], false).map(rowText)[0];
  const behind = { ...alice, sourceIp: '10.0.3.4', vpcEndpointId: 'vpce-0a1b2c3d' };
  expect(row(behind)?.principal?.means).toContain('10.0.3.4 via vpce-0a1b2c3d');
  expect(row({ ...behind, sourceIp: null })?.principal?.means).toContain('vpce-0a1b2c3d');
});
