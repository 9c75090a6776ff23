/** What the headline says about rules' verdicts when no call is known. */
import { expect, test } from 'vitest';
import type { ComplianceEvent } from '../../../src/model/event.ts';
import { at } from '../../fixtures/report-cast.ts';
import { compliance } from '../../fixtures/report-events.ts';
import { judge } from './verdict-case.ts';

const verdict = (time: string, from: string | null): ComplianceEvent => {
  const event = compliance(at(time), from ?? '', 'NON_COMPLIANT', 'restricted-ssh');
  return { ...event, detail: { ...event.detail, from } };
};

test.each<[string, readonly (string | null)[]]>([
  ['1 rule verdict turned non-compliant.', ['COMPLIANT']],
  ['1 rule verdict was non-compliant.', [null]],
  ['1 rule verdict turned non-compliant; 2 rule verdicts were non-compliant.', ['COMPLIANT', null, null]],
])('%s', (expected, verdicts) => {
  const events = verdicts.map((from, n) => verdict(`14:0${n}:00`, from));
  expect(judge({ events }).headline).toBe(expected);
});
