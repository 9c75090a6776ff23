/** The exact chains of small cases in AWS's own formats: from delivered files, and the same over the APIs. */
import { describe, expect, test } from 'vitest';
import { scenarios } from '../fixtures/scenarios/index.ts';
import { expectChains, fromApis, fromArchive, told } from './scenario-reports.ts';

describe.each(scenarios.map((scenario) => ({ name: scenario.name, scenario })))('$name', ({ scenario }) => {
  test('of the files that were delivered', async () => {
    expectChains(await fromArchive(scenario), scenario);
  });

  test('over the APIs', async () => {
    const [live, archive] = [await fromApis(scenario), await fromArchive(scenario)];
    expectChains(live, scenario);
    expect(live.chains).toEqual(archive.chains);
    expect(told(live, scenario)).toEqual(told(archive, scenario));
    expect(live.verdict.headline).toBe(archive.verdict.headline);
  });
});
