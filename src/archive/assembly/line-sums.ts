// What lines come to: interfaces, on how many records each of their addresses stands, and sums of conversations.

import {
  clear,
  conversationMask,
  conversations,
  conversationSlots,
  interfaces,
  mostConversations,
  mostInterfaces,
  mostPairs,
  none,
  pairMask,
  pairs,
  pairSlots,
  strings,
} from './line-places';
import {
  action,
  bytes,
  destination,
  direction,
  end,
  lineCount,
  packets,
  protocol,
  service,
  source,
  start,
} from './line-record';

export let interfaceCount: u32 = 0;
export let pairCount: u32 = 0;
export let conversationCount: u32 = 0;

/** Epoch milliseconds: what ended before it is added up by itself. */
let since: f64 = 0;

export function setSince(time: f64): void {
  since = time;
}

export function forgetSums(): void {
  clear(pairSlots, pairMask, pairs, 16, 12, pairCount);
  clearConversations();
  interfaceCount = 0;
  pairCount = 0;
}

/** Forgets the conversations alone. */
export function clearConversations(): void {
  clear(conversationSlots, conversationMask, conversations, 96, 0, conversationCount);
  conversationCount = 0;
}

/** Whether there is room for the interface of one more line and its addresses. */
// @ts-expect-error: decorator
@inline
export function hasRoomForEnds(): bool {
  return interfaceCount < mostInterfaces && pairCount + 2 <= mostPairs;
}

/**
 * Tells of each conversation which of its addresses stands on more records of its interface: 0x100 with its direction for the
 * source, 0x200 for the destination.
 */
export function judgeConversations(): void {
  for (let n: u32 = 0; n < conversationCount; n++) {
    const entry = conversations + n * 96;
    const sender = load<u32>(entry + 20);
    const receiver = load<u32>(entry + 24);
    if (sender == none || receiver == none || sender == receiver) continue;
    const owner = load<u32>(entry + 8);
    const bySender = recordsWith(owner, sender);
    const byReceiver = recordsWith(owner, receiver);
    const lead: u32 = bySender > byReceiver ? 0x100 : bySender < byReceiver ? 0x200 : 0;
    store<u32>(entry + 32, load<u32>(entry + 32) | lead);
  }
}

function recordsWith(owner: u32, address: u32): u32 {
  const mixed = hashOfPair(owner, address);
  let slot = mixed & pairMask;
  while (true) {
    const known = load<u32>(pairSlots + (slot << 2));
    if (known == 0) return 0;
    const entry = pairs + ((known - 1) << 4);
    if (load<u32>(entry) == owner && load<u32>(entry + 4) == address) return load<u32>(entry + 8);
    slot = (slot + 1) & pairMask;
  }
}

// @ts-expect-error: decorator
@inline
function hashOfPair(owner: u32, address: u32): u32 {
  const hash = (owner * 0x9e3779b1) ^ (address * 0x85ebca6b);
  return ((hash ^ (hash >> 15)) * 0x2c1b3c6d) >> 8;
}

function countAddress(owner: u32, address: u32): void {
  const mixed = hashOfPair(owner, address);
  let slot = mixed & pairMask;
  while (true) {
    const known = load<u32>(pairSlots + (slot << 2));
    if (known == 0) break;
    const entry = pairs + ((known - 1) << 4);
    if (load<u32>(entry) == owner && load<u32>(entry + 4) == address) {
      store<u32>(entry + 8, load<u32>(entry + 8) + 1);
      return;
    }
    slot = (slot + 1) & pairMask;
  }
  const entry = pairs + (pairCount << 4);
  store<u32>(entry, owner);
  store<u32>(entry + 4, address);
  store<u32>(entry + 8, 1);
  store<u32>(entry + 12, mixed);
  store<u32>(pairSlots + (slot << 2), ++pairCount);
}

/** Counts the record's addresses as those of its interface, and notes the first record that is asked for. */
export function observe(owner: u32, subject: u32, isFound: bool): void {
  const text = strings + (owner << 4);
  let entry = interfaces + ((load<u32>(text + 12) - 1) << 5);
  if (load<u32>(text + 12) == 0) {
    entry = interfaces + (interfaceCount << 5);
    store<u32>(text + 12, ++interfaceCount);
    store<u32>(entry, owner);
    store<u32>(entry + 8, 0);
    store<f64>(entry + 24, start);
  }
  if (start < load<f64>(entry + 24)) store<f64>(entry + 24, start);
  if (isFound && load<u32>(entry + 8) == 0) {
    store<u32>(entry + 4, subject);
    store<u32>(entry + 8, lineCount);
    store<u32>(entry + 12, source);
    store<u32>(entry + 16, destination);
  }
  if (source != none) countAddress(owner, source);
  if (destination != none && destination != source) countAddress(owner, destination);
}

/** False where there is no room for another conversation. */
export function addUp(owner: u32, subject: u32): bool {
  let hash: u32 = owner;
  hash = (rotl<u32>(hash, 5) ^ source) * 0x9e3779b1;
  hash = (rotl<u32>(hash, 5) ^ destination) * 0x85ebca6b;
  hash = (rotl<u32>(hash, 5) ^ service) * 0xc2b2ae35;
  hash = (rotl<u32>(hash, 5) ^ (action | (protocol << 8) | (direction << 30))) * 0x27d4eb2f;
  hash ^= hash >> 15;
  let slot = hash & conversationMask;
  let entry: usize;
  while (true) {
    const known = load<u32>(conversationSlots + (slot << 2));
    if (known == 0) {
      if (conversationCount >= mostConversations) return false;
      entry = conversations + conversationCount * 96;
      store<u32>(entry, hash);
      store<u32>(entry + 4, subject);
      store<u32>(entry + 8, owner);
      store<u32>(entry + 12, action);
      store<u32>(entry + 16, protocol);
      store<u32>(entry + 20, source);
      store<u32>(entry + 24, destination);
      store<u32>(entry + 28, service);
      store<u32>(entry + 32, direction);
      store<u32>(entry + 36, lineCount);
      memory.fill(entry + 40, 0, 56);
      store<f64>(entry + 64, Infinity);
      store<f64>(entry + 72, -Infinity);
      store<u32>(conversationSlots + (slot << 2), ++conversationCount);
      break;
    }
    entry = conversations + (known - 1) * 96;
    if (
      load<u32>(entry) == hash &&
      load<u32>(entry + 8) == owner &&
      load<u32>(entry + 20) == source &&
      load<u32>(entry + 24) == destination &&
      load<u32>(entry + 28) == service &&
      load<u32>(entry + 12) == action &&
      load<u32>(entry + 16) == protocol &&
      load<u32>(entry + 32) == direction
    )
      break;
    slot = (slot + 1) & conversationMask;
  }
  if (end < since) {
    store<f64>(entry + 80, load<f64>(entry + 80) + bytes);
    store<f64>(entry + 88, load<f64>(entry + 88) + 1);
  } else {
    store<f64>(entry + 40, load<f64>(entry + 40) + bytes);
    store<f64>(entry + 48, load<f64>(entry + 48) + packets);
    store<f64>(entry + 56, load<f64>(entry + 56) + 1);
    if (start < load<f64>(entry + 64)) store<f64>(entry + 64, start);
    if (end > load<f64>(entry + 72)) store<f64>(entry + 72, end);
  }
  return true;
}
