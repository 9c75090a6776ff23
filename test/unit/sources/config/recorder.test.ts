import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import { type RecorderAnswers, readRecording, recordingGaps } from '../../../../src/sources/config/recorder.ts';

const role = 'AWS::IAM::Role';
const group = 'AWS::EC2::SecurityGroup';
const compliance = 'AWS::Config::ResourceCompliance';
const unknown: RecorderAnswers = { recorders: undefined, statuses: undefined, retentions: undefined };
const recorder = (recordingGroup: JsonObject, recordingMode: JsonObject = {}): RecorderAnswers => ({
  ...unknown,
  recorders: [{ name: 'default', recordingGroup, recordingMode }],
});

describe('which types are recorded', () => {
  test.each<[string, JsonObject, readonly string[]]>([
    ['all', { allSupported: true, includeGlobalResourceTypes: true }, [role, group, compliance]],
    ['all that have a region', { allSupported: true, includeGlobalResourceTypes: false }, [group, compliance]],
    ['some, as of old', { allSupported: false, resourceTypes: [group] }, [group]],
    [
      'some',
      { allSupported: false, resourceTypes: [role], recordingStrategy: { useOnly: 'INCLUSION_BY_RESOURCE_TYPES' } },
      [role],
    ],
    [
      'all but some',
      {
        allSupported: false,
        exclusionByResourceTypes: { resourceTypes: [compliance] },
        recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
      },
      [role, group],
    ],
  ])('%s', (_name, recordingGroup, types) => {
    const { records } = readRecording(recorder(recordingGroup));
    expect([role, group, compliance].filter(records)).toEqual(types);
  });

  test.each([[unknown], [recorder({})], [{ ...unknown, recorders: [{ recordingGroup: 'all' }] }]])(
    'what is not known counts as recorded',
    (answers) => {
      const { records, isDaily, isAbsent } = readRecording(answers);
      expect([records(group), isDaily(group), isAbsent]).toEqual([true, false, false]);
    },
  );
});

test('daily recording, and its exceptions', () => {
  const mode = {
    recordingFrequency: 'DAILY',
    recordingModeOverrides: [{ resourceTypes: [group], recordingFrequency: 'CONTINUOUS' }],
  };
  const { isDaily } = readRecording(recorder({ allSupported: true }, mode));
  expect([role, group, compliance].filter(isDaily)).toEqual([role]);
});

describe('when nothing was recorded', () => {
  const window = { since: Date.parse('2026-03-03T12:00:00Z'), until: Date.parse('2026-03-03T18:00:00Z') };
  const now = Date.parse('2026-03-04T00:00:00Z');
  const codes = (status: JsonObject) =>
    recordingGaps(readRecording({ ...unknown, statuses: [status] }), {
      region: 'us-east-1',
      types: [group],
      window,
      now,
    }).map(({ code, message }) => `${code} ${message}`);

  test.each<[JsonObject, string | undefined]>([
    [{ recording: true, lastStartTime: '2024-01-01T00:00:00Z' }, undefined],
    [{ recording: true, lastStartTime: '2026-03-03T13:00:00Z' }, 'until 2026-03-03 13:00:00 UTC'],
    [
      { recording: true, lastStartTime: '2026-03-03T13:00:00Z', lastStopTime: '2026-03-03T12:30:00Z' },
      'from 2026-03-03 12:30:00 UTC until 2026-03-03 13:00:00 UTC',
    ],
    [{ recording: true, lastStartTime: '2026-03-03T11:00:00Z', lastStopTime: '2026-03-03T10:30:00Z' }, undefined],
    [{ recording: false, lastStopTime: '2026-03-03T17:00:00Z' }, 'from 2026-03-03 17:00:00 UTC'],
    [{ recording: false, lastStopTime: '2026-03-03T18:00:00Z' }, undefined],
    [{ recording: false }, 'did not record in us-east-1'],
    [{ recording: 'yes', lastStartTime: {} }, undefined],
  ])('%j', (status, words) => {
    const found = codes(status);
    expect(found).toHaveLength(words === undefined ? 0 : 1);
    if (words !== undefined) expect(found[0]).toMatch(new RegExp(`^RECORDER_OFF .*${words}`));
  });

  test('a window that is older than what is kept', () => {
    const asked = { region: 'us-east-1', types: [], window, now };
    const kept = (RetentionPeriodInDays: number) =>
      recordingGaps(readRecording({ ...unknown, retentions: [{ Name: 'default', RetentionPeriodInDays }] }), asked);
    expect(kept(30)).toEqual([]);
    expect(kept(0.25)).toMatchObject([{ code: 'RETENTION_EXCEEDED', blocking: true }]);
    expect(kept(-1)).toEqual([]);
  });
});
