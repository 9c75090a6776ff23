/** How long metrics are kept, and how far back they are read. */
import { day } from '../../model/duration.ts';

/** How long datapoints of metrics are kept. */
export const metricDays = 455;

/** What is usual is learned from this long before the window. Milliseconds. */
export const baseline = 14 * day;
