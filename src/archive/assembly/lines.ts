// Reads lines of columns that tell of traffic, and adds them up by conversation.
//
// A usual line has as many columns as its format, a space between two, plain text in them, and numbers where they belong.
// Any other is left to the caller, who hands over what it made of it. So are the decisions that need to know more than
// bytes: whether a subject is asked for (whose traffic it is, as some of the columns tell), and what becomes of the sums
// when there is no more room for them.

import { lineEnd, passLine, splitLine, stopAt } from './line-columns';
import { fitsForms } from './line-forms';
import { messageAt } from './line-messages';
import { memoryEnd, subjects } from './line-places';
import {
  countLine,
  destination,
  forgetCount,
  readAction,
  readAddresses,
  readDirection,
  readNumbers,
  readService,
  source,
  start,
  status,
} from './line-record';
import { firstAsked, forgetStrings, hasRoomForTexts } from './line-strings';
import { countSubject, forgetSubjects, hasRoomForSubject, setSubject, subjectOf } from './line-subjects';
import { addUp, forgetSums, hasRoomForEnds, observe, setSince } from './line-sums';

// what scanLines stopped for
const finished: u32 = 0;
const unusual: u32 = 1;
const newSubject: u32 = 2;
const full: u32 = 3;

// what the caller decides of a subject
const isWanted: u32 = 1;
const isSetAside: u32 = 2;

export let lineStatus: u32 = 0;

let columnCount: u32 = 0;
let isGuessed: bool = false;
/** A line is a message of CloudWatch Logs: blank and long ones are unusual. */
let areMessages: bool = false;
/** And before each line stands its time: it is a log event, if the next line is one, too. */
let areTimed: bool = false;
/** What is longer is no line of columns there. */
const longestMessage: u32 = 4096;
let askedCount: u32 = 0;
/** Epoch milliseconds: what begins then or later is not added up. */
let until: f64 = 0;
/** The line was counted, and not added for want of room. */
let isPending: bool = false;

/** Forgets the sums and all that they are told by, but not how many lines there were. False where there is no memory. */
export function clearLines(): bool {
  const has = memory.size();
  const pages = (memoryEnd >> 16) as i32;
  if (has < pages && memory.grow(pages - has) < 0) return false;
  forgetSubjects();
  forgetStrings();
  forgetSums();
  return true;
}

/** Of a new file. Times in milliseconds; `asked`: how many strings behind the first three are addresses that are asked for. */
export function beginLines(from: f64, to: f64, asked: u32): void {
  setSince(from);
  until = to;
  askedCount = asked;
  forgetCount();
  isPending = false;
}

/** The caller has set what each column is for. Subjects of two formats (by their numbers) are not the same. */
export function setColumns(format: u32, count: u32, subjectRanges: u32, guessed: bool): void {
  columnCount = count;
  setSubject(format, subjectRanges);
  isGuessed = guessed;
}

/** Of a file: whether its lines are messages of log events, and begin with their times. */
export function setLines(messages: bool, timed: bool): void {
  areMessages = messages;
  areTimed = timed;
}

/** Whether there is room for one more line, whatever stands in it, and for what the caller may hand over of it. */
// @ts-expect-error: decorator
@inline
function hasRoom(): bool {
  return hasRoomForSubject() && hasRoomForTexts() && hasRoomForEnds();
}

// @ts-expect-error: decorator
@inline
function isAsked(text: u32): bool {
  return text - firstAsked < askedCount;
}

/** Reads the lines in [from, to); returns where it stopped, `lineStatus` tells why. Before and behind 64 bytes can be read. */
export function scanLines(from: u32, to: u32): u32 {
  // of the line, where known
  let message: u32 = 0;
  while (from < to) {
    let begin = from;
    if (areTimed) begin = message != 0 ? message : messageAt(from);
    else if (!areMessages && load<u8>(from) == 0x0a) {
      // blank
      from++;
      continue;
    }
    let count: u32 = 0;
    if (begin == 0) stopAt(from);
    else count = splitLine(begin);
    let isUsual = count != 0 && count == columnCount && readNumbers() && (!isGuessed || fitsForms(count));
    if (isUsual && areMessages) {
      isUsual = lineEnd - begin <= longestMessage;
      // what follows may belong to it
      if (areTimed) {
        message = lineEnd < to ? messageAt(lineEnd) : 0;
        isUsual = isUsual && (message != 0 || lineEnd >= to);
      }
    }
    if (!isUsual) {
      passLine(to);
      lineStatus = unusual;
      return from;
    }
    if (!hasRoom()) {
      lineStatus = full;
      return from;
    }
    const subject = subjectOf();
    if (subject == 0) {
      lineStatus = newSubject;
      return from;
    }
    if (!isPending) {
      countLine();
      countSubject(subject);
    }
    const kind = load<u32>(subject + 12);
    if ((kind & isSetAside) == 0 && ((kind & isWanted) != 0 || askedCount > 0)) {
      const owner = load<u32>(subject + 16);
      const number = ((subject - subjects) >> 6) as u32;
      readAddresses();
      const isFound = (kind & isWanted) != 0 || isAsked(source) || isAsked(destination);
      if (!isPending) observe(owner, number, isFound);
      if (isFound && status == 0 && start < until) {
        readAction();
        readDirection();
        readService();
        if (!addUp(owner, number)) {
          isPending = true;
          lineStatus = full;
          return from;
        }
      }
    }
    isPending = false;
    from = lineEnd;
  }
  lineStatus = finished;
  return from;
}

/** Whether there is room for a record that the caller read. */
export function hasRoomForRecord(): bool {
  return hasRoom();
}

export function observeRecord(owner: u32, subject: u32, isFound: bool): void {
  observe(owner, subject, isFound);
}

/** False where there is no room for another conversation. */
export function addRecord(owner: u32, subject: u32): bool {
  return addUp(owner, subject);
}
