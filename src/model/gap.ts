/** Evidence that was wanted but not obtained. It is reported beside the records, never instead of them. */
export type GapCode =
  | 'ACCESS_DENIED'
  | 'UNREACHABLE'
  | 'THROTTLED'
  | 'DAMAGED_FILE'
  | 'RETENTION_EXCEEDED'
  | 'WINDOW_NOT_COVERED'
  | 'RECORDER_OFF'
  | 'TYPE_NOT_RECORDED'
  | 'NOT_INDEXED'
  | 'INTERRUPTED'
  | 'DELIVERY_LAG'
  | 'DATA_EVENTS_NOT_RECORDED'
  | 'DAILY_RECORDING'
  | 'COMPLIANCE_NOT_RECORDED'
  | 'BASELINE_TOO_SHORT'
  | 'UNRECOGNIZED_FILE'
  | 'SERVICE_NOT_ASKED';

const told: ReadonlySet<GapCode> = new Set([
  'DELIVERY_LAG',
  'DATA_EVENTS_NOT_RECORDED',
  'DAILY_RECORDING',
  'COMPLIANCE_NOT_RECORDED',
  'BASELINE_TOO_SHORT',
  'UNRECOGNIZED_FILE',
  'SERVICE_NOT_ASKED',
]);

export interface Gap {
  readonly code: GapCode;
  /** A blocking gap may hide an event, so with one, "not seen" becomes "unknown". */
  readonly blocking: boolean;
  readonly message: string;
  readonly hint?: string;
  /** File and byte offset, or the call. */
  readonly locator?: string;
}

/** Makes a gap; its code decides whether it blocks. */
export const gap = (code: GapCode, message: string, more: { hint?: string; locator?: string } = {}): Gap => ({
  code,
  blocking: !told.has(code),
  message,
  ...more,
});
