// Lines that are log events with a time before each: where the message behind it begins.

/** The minute that was found to be one: most events are of the same as the event before. */
let knownMinute: v128 = i64x2.splat(0);

// @ts-expect-error: decorator
@inline
function isDigit(at: u32): bool {
  return load<u8>(at) - 0x30 < 10;
}

// @ts-expect-error: decorator
@inline
function twoDigits(at: u32): u32 {
  return isDigit(at) && isDigit(at + 1) ? ((load<u8>(at) - 0x30) as u32) * 10 + ((load<u8>(at + 1) - 0x30) as u32) : 100;
}

/** `2026-03-01T12:00`, from 1971 on; the last days of a month only where every such month has them. */
function isMinute(at: u32): bool {
  const century = twoDigits(at);
  const year = twoDigits(at + 2);
  const month = twoDigits(at + 5);
  const day = twoDigits(at + 8);
  if (century > 99 || year > 99 || century * 100 + year < 1971) return false;
  if (month == 0 || month > 12 || day == 0) return false;
  const most: u32 = month == 2 ? 28 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  return (
    day <= most &&
    twoDigits(at + 11) < 24 &&
    twoDigits(at + 14) < 60 &&
    load<u8>(at + 4) == 0x2d &&
    load<u8>(at + 7) == 0x2d &&
    load<u8>(at + 10) == 0x54 &&
    load<u8>(at + 13) == 0x3a
  );
}

/** Where the message begins of the event that begins at `at`; 0 where none does, or its time is not usual. */
export function messageAt(at: u32): u32 {
  const minute = v128.load(at);
  if (v128.any_true(v128.xor(minute, knownMinute))) {
    if (!isMinute(at)) return 0;
    knownMinute = minute;
  }
  if (load<u8>(at + 16) != 0x3a || twoDigits(at + 17) >= 60) return 0;
  let end = at + 19;
  if (load<u8>(end) == 0x2e) {
    const from = ++end;
    while (isDigit(end) && end - from < 10) end++;
    if (end == from || end - from == 10) return 0;
  }
  return load<u16>(end) == 0x205a ? end + 2 : 0;
}
