// What columns may hold where no header told the format: it was guessed from a line, and holds for those that fit it too.

import { endOf, holds, startOf } from './line-columns';
import { forms } from './line-places';

const anyForm: u8 = 0;
const versionForm: u8 = 1;
const accountForm: u8 = 2;
const idForm: u8 = 3; // and further ones, up to 15: by the letters that they begin with
const typeForm: u8 = 16;
const actionForm: u8 = 17;
const statusForm: u8 = 18;
const directionForm: u8 = 19;
const addressForm: u8 = 20;
const numberForm: u8 = 21;
/** And is told. */
const toldForm: u8 = 0x80;

/** Whether each of so many columns holds what it may. */
export function fitsForms(count: u32): bool {
  for (let n: u32 = 0; n < count; n++) {
    const form = load<u8>(forms + n);
    if (form == anyForm) continue;
    const from = startOf(n);
    const to = endOf(n);
    if (to - from == 1 && load<u8>(from) == 0x2d) {
      if ((form & toldForm) != 0) return false;
    } else if ((form & ~toldForm) != anyForm && !fits(form & ~toldForm, from, to)) return false;
  }
  return true;
}

function isNumber(from: u32, to: u32): bool {
  for (let i = from; i < to; i++) if (load<u8>(i) - 0x30 >= 10) return false;
  return true;
}

function fits(form: u8, from: u32, to: u32): bool {
  const length = to - from;
  if (form == numberForm) return isNumber(from, to);
  if (form == versionForm) return length <= 2 && isNumber(from, to);
  if (form == accountForm) return length == 12 && isNumber(from, to);
  if (form == addressForm) return isAddress(from, to);
  if (form == actionForm)
    return holds(from, to, 6, 0x45434341, 0x54504543) || holds(from, to, 6, 0x454a4552, 0x5443454a);
  if (form == statusForm)
    return (
      (length == 2 && load<u16>(from) == 0x4b4f) ||
      holds(from, to, 6, 0x41444f4e, 0x41544144) ||
      holds(from, to, 8, 0x50494b53, 0x41544144)
    );
  if (form == directionForm)
    return holds(from, to, 7, 0x72676e69, 0x73736572) || holds(from, to, 6, 0x65726765, 0x73736572);
  if (form == typeForm) return holds(from, to, 4, 0x34765049, 0x34765049) || holds(from, to, 4, 0x36765049, 0x36765049);
  return isId(form, from, to);
}

/** `eni-`, `vpc-`, `subnet-` or `i-` and then letters and digits. */
function isId(form: u8, from: u32, to: u32): bool {
  const length: u32 = form == idForm ? 4 : form == idForm + 1 ? 4 : form == idForm + 2 ? 7 : 2;
  if (to - from <= length || load<u8>(from + length - 1) != 0x2d) return false;
  const head = load<u32>(from);
  if (form == idForm && head != 0x2d696e65) return false;
  if (form == idForm + 1 && head != 0x2d637076) return false;
  if (form == idForm + 2 && (head != 0x6e627573 || load<u16>(from + 4) != 0x7465)) return false;
  if (form == idForm + 3 && (head & 0xff) != 0x69) return false;
  for (let i = from + length; i < to; i++) {
    const c = load<u8>(i);
    if (c - 0x30 >= 10 && c - 0x61 >= 26) return false;
  }
  return true;
}

/** Hexadecimal digits, dots and colons, of which one stands before another of them. */
function isAddress(from: u32, to: u32): bool {
  let isJoined = false;
  for (let i = from; i < to; i++) {
    const c = load<u8>(i);
    if (c == 0x2e || c == 0x3a) isJoined = isJoined || i + 1 < to;
    else if (c - 0x30 >= 10 && c - 0x61 >= 6) return false;
  }
  return isJoined;
}
