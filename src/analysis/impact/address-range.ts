/**
 * Whether an address is in a range: compares a rule's CIDR with the sources of traffic. Both IP versions, in their usual
 * spellings.
 */

interface Parsed {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** A test for one CIDR; undefined if the text is none. A bare address is a range of one. */
export function rangeOf(cidr: string): ((address: string) => boolean) | undefined {
  const [base = '', length, ...more] = cidr.trim().split('/');
  const network = parseAddress(base);
  if (!network || more.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const prefix = length === undefined ? network.bits : Number(length);
  if (prefix > network.bits) return undefined;
  const shift = BigInt(network.bits - prefix);
  const wanted = network.value >> shift;
  return (address) => {
    const parsed = parseAddress(address);
    return parsed !== undefined && parsed.bits === network.bits && parsed.value >> shift === wanted;
  };
}

function parseAddress(text: string): Parsed | undefined {
  if (text.length > 45) return undefined;
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): Parsed | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(Number(part));
  }
  return { bits: 32, value };
}

/** `2001:db8::7`; the last part may be in IPv4 notation. https://www.rfc-editor.org/rfc/rfc4291#section-2.2 */
function parseV6(text: string): Parsed | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail = []] = halves.map(groupsOf);
  if (!head || halves.map(groupsOf).includes(undefined)) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return { bits: 128, value: groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n) };
}

function groupsOf(half: string): readonly number[] | undefined {
  if (half === '') return [];
  const found: number[] = [];
  const parts = half.split(':');
  for (const [index, part] of parts.entries()) {
    const embedded = index === parts.length - 1 && part.includes('.') ? parseV4(part) : undefined;
    if (embedded) found.push(Number(embedded.value >> 16n), Number(embedded.value & 0xffffn));
    else if (/^[0-9a-f]{1,4}$/i.test(part)) found.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return found;
}
