/** How far back metrics are kept, and how far back they are looked at. */
import { day } from '../../model/duration.ts';

/** Datapoints of metrics are kept so long. */
export const metricDays = 455;

/** What came before the window tells what is usual. Milliseconds. */
export const baseline = 14 * day;
