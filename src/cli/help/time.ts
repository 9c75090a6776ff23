/** `obs3 help time`: the forms of times, as parsed by `options/time.ts` and `options/window.ts`. */
import type { Topic } from './topic.ts';

export const time: Topic = {
  name: 'time',
  summary: 'how times and windows are written',
  text: `
All times are UTC unless a zone follows.

  90s 15m 2h 3d 1w 1h30m        this long before now (or before --until)
  2026-03-01T14:30Z             a moment; seconds and fractions may follow
  '2026-03-01 14:30'            the same
  2026-03-01T16:30+02:00        in another zone
  2026-03-01                    the beginning of the day
  14:30                         today
  'yesterday 14:00', today      relative days
  now

A window is half-open: --since is in it, --until is not.

  --since 2h                    the last two hours
  --since 2026-03-01 --until 2026-03-02
  --around '2026-03-01 14:30'   half an hour before and after
  --around 14:30 --window 2h    two hours before and after
  --now 2026-03-01T15:00Z       the clock that all of these count from: gives
                                the same report again later

Without a window, files are read from first to last record, and AWS is asked
about the last day. Evidence arrives late: trails by up to 20 minutes, metrics
by up to 10; what may still be on its way is reported as DELIVERY_LAG. The event
history of CloudTrail ends after 90 days; older evidence is only in files.`,
};
