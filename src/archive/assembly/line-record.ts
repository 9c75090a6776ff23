// The record that a line tells, or that the caller read: its numbers, its ends, and which of them is called.

import { absent, endColumn, endOf, holds, isTold, numberOf, startOf, timeOf } from './line-columns';
import { fields, none } from './line-places';
import { acceptText, intern, rejectText, unknownText } from './line-strings';

// what columns may be for: their places among the fields
const START: usize = 0;
const END: usize = 1;
const PROTOCOL: usize = 2;
const SOURCE_PORT: usize = 3;
const DESTINATION_PORT: usize = 4;
const PACKETS: usize = 5;
const BYTES: usize = 6;
const TCP_FLAGS: usize = 7;
const SOURCE: usize = 8;
const DESTINATION: usize = 9;
const PACKET_SOURCE: usize = 10;
const PACKET_DESTINATION: usize = 11;
const ACTION: usize = 12;
const LOG_STATUS: usize = 13;
const DIRECTION: usize = 14;

/** No protocol is told. */
const unknownProtocol: u32 = 0xffff;

/** Lines so far that are not blank. */
export let lineCount: u32 = 0;

export let start: f64 = 0;
export let end: f64 = 0;
export let packets: f64 = 0;
export let bytes: f64 = 0;
export let protocol: u32 = 0;
export let action: u32 = 0;
export let source: u32 = 0;
export let destination: u32 = 0;
export let service: u32 = 0;
export let direction: u32 = 0;
/** 0: traffic; 1: none in the interval; 2: records were lost. */
export let status: u32 = 0;
let sourcePort: u32 = 0;
let destinationPort: u32 = 0;
let tcpFlags: u32 = 0;

export function forgetCount(): void {
  lineCount = 0;
}

/** One more line, also where the caller reads it. */
export function countLine(): void {
  lineCount++;
}

/** The record at hand is one that the caller read; what it read of addresses and the like stands among the strings. */
export function setRecord(
  from: f64,
  to: f64,
  packetsTold: f64,
  bytesTold: f64,
  by: u32,
  what: u32,
  sender: u32,
  receiver: u32,
  called: u32,
  way: u32,
): void {
  start = from;
  end = to;
  packets = packetsTold;
  bytes = bytesTold;
  protocol = by;
  action = what;
  source = sender;
  destination = receiver;
  service = called;
  direction = way;
}

/** The record's numbers, and what kind it is; false where any is not as usual. */
export function readNumbers(): bool {
  const from = timeOf(START);
  const to = timeOf(END);
  if (from == -2 || to == -2) return false;
  const time = from > 0 ? from : to;
  start = (time * 1000) as f64;
  end = ((to > time ? to : time) * 1000) as f64;
  const carrier = numberOf(PROTOCOL);
  const sender = numberOf(SOURCE_PORT);
  const receiver = numberOf(DESTINATION_PORT);
  const packetsTold = numberOf(PACKETS);
  const bytesTold = numberOf(BYTES);
  const flags = numberOf(TCP_FLAGS);
  if (carrier == -2 || carrier > 255 || sender == -2 || sender > 65_535 || receiver == -2 || receiver > 65_535) return false;
  if (packetsTold == -2 || bytesTold == -2 || flags == -2 || flags > 0x7fffffff) return false;
  protocol = carrier < 0 ? unknownProtocol : (carrier as u32);
  sourcePort = sender < 0 ? 0 : (sender as u32);
  destinationPort = receiver < 0 ? 0 : (receiver as u32);
  packets = packetsTold < 0 ? 0 : (packetsTold as f64);
  bytes = bytesTold < 0 ? 0 : (bytesTold as f64);
  tcpFlags = flags < 0 ? 0 : (flags as u32);
  status = 0;
  const column = load<u8>(fields + LOG_STATUS);
  if (column != absent) {
    const at = startOf(column);
    const stop = endOf(column);
    // NODATA, SKIPDATA
    if (holds(at, stop, 6, 0x41444f4e, 0x41544144)) status = 1;
    else if (holds(at, stop, 8, 0x50494b53, 0x41544144)) status = 2;
  }
  if (status == 0 && bytesTold < 0 && endColumn(SOURCE, PACKET_SOURCE) == absent && endColumn(DESTINATION, PACKET_DESTINATION) == absent)
    status = 1;
  return true;
}

function addressOf(column: u8): u32 {
  return column == absent ? none : intern(startOf(column), endOf(column) - startOf(column));
}

export function readAddresses(): void {
  source = addressOf(endColumn(SOURCE, PACKET_SOURCE));
  destination = addressOf(endColumn(DESTINATION, PACKET_DESTINATION));
}

export function readAction(): void {
  const column = load<u8>(fields + ACTION);
  if (!isTold(column)) action = unknownText;
  else {
    const from = startOf(column);
    const to = endOf(column);
    if (holds(from, to, 6, 0x45434341, 0x54504543)) action = acceptText;
    else if (holds(from, to, 6, 0x454a4552, 0x5443454a)) action = rejectText;
    else action = intern(from, to - from);
  }
}

export function readDirection(): void {
  direction = 0;
  const column = load<u8>(fields + DIRECTION);
  if (column == absent) return;
  const from = startOf(column);
  const to = endOf(column);
  // ingress, egress
  if (holds(from, to, 7, 0x72676e69, 0x73736572)) direction = 1;
  else if (holds(from, to, 6, 0x65726765, 0x73736572)) direction = 2;
}

/** Which end is called, and its port: as the caller does it, of a record at a time. */
export function readService(): void {
  service = none;
  if (protocol == 1 || protocol == 58 || destinationPort == 0) return;
  const atSource = sourcePort;
  const atDestination = 0x10000 | destinationPort;
  if (sourcePort == 0) service = atDestination;
  else if ((tcpFlags & 18) == 18) service = atSource;
  else if ((tcpFlags & 2) != 0) service = atDestination;
  else if (action == rejectText) service = sourcePort < 1024 && destinationPort >= 32_768 ? atSource : atDestination;
  else service = sourcePort < destinationPort ? atSource : atDestination;
}
