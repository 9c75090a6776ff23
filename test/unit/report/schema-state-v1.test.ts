import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { NetChangeReport, StateReport } from '../../../src/model/state.ts';
import { netChangeJsonSchema, netChangeV1, stateJsonSchema, stateV1 } from '../../../src/report/schema-state-v1.ts';

const published = (name: string) => fileURLToPath(new URL(`../../../schema/${name}-v1.json`, import.meta.url));
const text = (schema: unknown) => `${JSON.stringify(schema, null, 2)}\n`;

const frame = {
  tool: { name: 'obs3', version: '1.0.0' },
  generatedAt: '2026-03-03T15:00:00.000Z',
  query: { target: 'sg-1', regions: [], from: ['./logs'], now: '2026-03-03T15:00:00.000Z' },
  coverage: [],
  headline: 'nothing is known',
} as const;
const state = {
  at: '2026-03-03T14:00:00.000Z',
  standing: 'unknown',
  summary: 'nothing is known',
  item: null,
  nextTime: null,
} as const;
const states: StateReport = { schema: 'obs3.state/v1', ...frame, at: state.at, states: [state] };
const change: NetChangeReport = {
  schema: 'obs3.net-change/v1',
  ...frame,
  between: [state.at, frame.generatedAt],
  resources: [{ before: state, after: state, summary: 'nothing', changes: [], states: 0 }],
};

describe('the documents of states', () => {
  test('are as their types say', () => {
    expect(stateV1.parse(states)).toEqual(states);
    expect(netChangeV1.parse(change)).toEqual(change);
    expect(stateV1.safeParse({ ...states, more: 1 }).success).toBe(false);
    expect(netChangeV1.safeParse({ ...change, between: [state.at] }).success).toBe(false);
  });

  test('have exactly these members', () => {
    expect(Object.keys(stateV1.shape)).toEqual([
      'schema',
      'tool',
      'generatedAt',
      'query',
      'coverage',
      'at',
      'states',
      'headline',
    ]);
    expect(Object.keys(netChangeV1.shape).slice(5)).toEqual(['between', 'resources', 'headline']);
  });

  test('are published (vitest -u writes them)', async () => {
    await expect(text(stateJsonSchema())).toMatchFileSnapshot(published('state'));
    await expect(text(netChangeJsonSchema())).toMatchFileSnapshot(published('net-change'));
  });
});
