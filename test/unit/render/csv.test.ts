import { describe, expect, test } from 'vitest';
import { type Gap, gap } from '../../../src/model/gap.ts';
import { csv } from '../../../src/render/csv.ts';
import { csvRow } from '../../../src/render/csv-text.ts';
import { junit } from '../../../src/render/junit.ts';
import { sarif } from '../../../src/render/sarif.ts';
import { covered, emptyReport, openSshReport } from '../../fixtures/report.ts';
import { alice, at } from '../../fixtures/report-cast.ts';
import { apiCall, read } from '../../fixtures/report-events.ts';

const context = { width: 80, color: false, expand: false };

describe('a row', () => {
  test.each<[string, string]>([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['two\nlines', 'two lines'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-5 MB', "'-5 MB"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "' =1"],
    ['\r=1', "' =1"],
    ['  =1', "'  =1"],
    ['\uFF1D1', "'\uFF1D1"],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
    ['a=b', 'a=b'],
    ['', ''],
  ])('%j is %j', (text, cell) => {
    expect(csvRow([text])).toBe(cell);
  });

  test('what is known to be no text stays what it is', () => {
    expect(csvRow([null, -1, true, 'x'])).toBe(',-1,true,x');
  });
});

describe('the timeline', () => {
  test('has these columns, in this order: changing a name or a place breaks the sheets of others', () => {
    expect([...csv.render(emptyReport(), context)]).toEqual([
      'time,kind,severity,summary,account,region,principal,human,tool,sourceIp,resourceType,resourceId,outcome,' +
        'errorCode,chain,id,source,backend,locator,endTime,resourceName,otherResources,eventSource,eventName,' +
        'principalArn,humanCertainty,dangers',
    ]);
  });

  test('tells a call in one row', () => {
    const call = apiCall(at('14:03:27'), 'AuthorizeSecurityGroupIngress', 'opened tcp/22, to all', {
      id: 'cloudtrail:e1',
      chain: 'c1',
      resources: [
        { type: 'AWS::EC2::SecurityGroup', id: 'sg-1', name: 'web' },
        { type: null, id: 'sgr-1' },
        { type: null, id: 'sgr-2' },
      ],
    });
    const [, row] = csv.render(emptyReport({ timeline: [call] }), context);
    expect(row).toBe(
      '2026-03-03T14:03:27.000Z,api-call,notice,"opened tcp/22, to all",111122223333,us-east-1,' +
        'AWSReservedSSO_PowerUser_0123456789abcdef/alice@example.com,alice@example.com,AWS Console,203.0.113.7,' +
        'AWS::EC2::SecurityGroup,sg-1,success,,c1,cloudtrail:e1,cloudtrail,archive,logs/cloudtrail.json.gz#1,,web,' +
        'sgr-1; sgr-2,ec2.amazonaws.com,AuthorizeSecurityGroupIngress,' +
        'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_PowerUser_0123456789abcdef/alice@example.com,proven,',
    );
  });

  test('collapses nothing', () => {
    const timeline = Array.from({ length: 40 }, () => read(at('14:00:00'), alice, 'DescribeX', 'described x'));
    expect([...csv.render(openSshReport({ timeline }), context)]).toHaveLength(41);
  });

  test('of thousands of resources some are named, and the rest counted', () => {
    const resources = Array.from({ length: 500 }, (_, index) => ({ type: null, id: `r-${index}` }));
    const [, row] = csv.render(
      emptyReport({ timeline: [apiCall(at('14:00:00'), 'TagResources', 'tagged', { resources })] }),
      context,
    );
    expect(row).toContain('; r-100; and 399 more');
  });
});

test.each([csv, junit, sarif])('$name: why the exit code is 1 is told beside what goes to a file', ({ warnings }) => {
  const failure = { condition: 'dangerous', event: null, message: 'opened \u001b[2J tcp/22' };
  const told = (...failures: readonly (typeof failure)[]) => [
    ...(warnings?.(emptyReport({ gate: { passed: failures.length === 0, exitCode: 1, failures } })) ?? []),
  ];
  expect(told(failure)).toEqual(['obs3: gate failed: dangerous: opened \ufffd tcp/22']);
  expect(told(failure, failure, failure)).toEqual([
    'obs3: gate failed: dangerous: opened \ufffd tcp/22 (and 2 other failures)',
  ]);
  expect(told()).toEqual([]);
});

describe('what could not be seen, beside the rows', () => {
  const told = (...gaps: readonly Gap[]) => [
    ...(csv.warnings?.(emptyReport({ coverage: [covered('cloudtrail', 'archive', { gaps })] })) ?? []),
  ];

  test('is told in a line, the first reason and how many more', () => {
    const damage = gap('DAMAGED_FILE', 'a.json.gz: \u001b[2J at byte 3');
    expect(told(damage)).toEqual(['obs3: something may be missing: a.json.gz: \ufffd at byte 3; -o json tells all']);
    expect(told(damage, damage, gap('THROTTLED', 'throttled'))).toEqual([
      'obs3: something may be missing: a.json.gz: \ufffd at byte 3 (and 1 other gap); -o json tells all',
    ]);
  });

  test('is nothing where nothing is hidden', () => {
    expect(told()).toEqual([]);
    expect(told(gap('DELIVERY_LAG', 'late'))).toEqual([]);
  });
});
