/** An alarm and its history, for the tests of which alarms are reported. */
import type { Asked } from './asking.ts';
import { account, type described, type historyItem, instance, region } from './records.ts';

export const about: Asked = { targets: [instance] };
export const history = (...items: ReturnType<typeof historyItem>[]) => ({ AlarmHistoryItems: items });
export const alarms = (...items: ReturnType<typeof described>[]) => ({ MetricAlarms: items, CompositeAlarms: [] });
export const id = `alarm:${account}/${region}/5xx-rate/2026-03-03T14:05:06.000Z`;
