/** A gate's settings for a test: the conditions, and their parameters. */
import type { ConditionWord, GateSettings } from '../../../src/report/gate-settings.ts';
import { settingsOf } from '../../../src/report/gate-settings.ts';

export const checking = (conditions: readonly ConditionWord[], more: Partial<GateSettings> = {}): GateSettings => ({
  ...settingsOf({ conditions }),
  ...more,
});
