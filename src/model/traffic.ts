/** Traffic of one network interface, added up over flow-log records, and log lines of one group, counted by shape. */

/** Bytes, packets and flows are the caller's; `answerBytes` is what the service sent back. */
export interface Peer {
  readonly address: string;
  readonly bytes: number;
  readonly packets: number;
  readonly flows: number;
  readonly answerBytes: number;
  /** Epoch milliseconds of the caller's packets, or of the answers if only those were recorded. */
  readonly first: number;
  readonly last: number;
}

/** The sum of two; its times come from calls if either has any. */
export function addPeers(a: Omit<Peer, 'address'>, b: Omit<Peer, 'address'>): Omit<Peer, 'address'> {
  const isBoth = a.flows > 0 === b.flows > 0;
  const one = isBoth || a.flows > 0 ? a : b;
  const other = isBoth || b.flows > 0 ? b : a;
  return {
    bytes: a.bytes + b.bytes,
    packets: a.packets + b.packets,
    flows: a.flows + b.flows,
    answerBytes: a.answerBytes + b.answerBytes,
    first: Math.min(one.first, other.first),
    last: Math.max(one.last, other.last),
  };
}

/** The sum of peers that are not kept individually. */
export interface OtherPeers extends Omit<Peer, 'address'> {
  /** Approximate: in a very large file, a peer that keeps recurring may be counted more than once. */
  readonly count: number;
}

/**
 * Flow records with the same interface, action, protocol, port and direction. Partial sums may be added to each other, but sums
 * of one file found by two spellings of the resource cover the same records.
 */
export interface Traffic {
  readonly interfaceId: string;
  readonly instanceId: string | null;
  /** Every spelling to ask for it by: interface, instance, subnet, VPC, task; an address only if that was asked for. */
  readonly spellings: readonly string[];
  readonly account: string | null;
  readonly region: string | null;
  /** ACCEPT or REJECT; "NODATA" if the interface had records but no traffic. */
  readonly action: string;
  /** "tcp", "udp", "icmp", "icmpv6", or the IANA number; "unknown" if the format lacks it. */
  readonly protocol: string;
  /** The service's port, whichever way a packet went; null if there is none, or for several (`otherPorts`). */
  readonly port: number | null;
  /** How many ports are added up here, because more are in use than are kept individually. */
  readonly otherPorts?: number;
  /**
   * ingress: others call a service at this interface; egress: the interface calls others. Answers count with their call. For
   * protocols without ports: which way the packets went.
   */
  readonly direction: 'ingress' | 'egress' | 'unknown';
  /** Inside the window: the peers with the most bytes, at most 1,000 (10 if nothing in particular is asked for). */
  readonly peers: readonly Peer[];
  readonly otherPeers?: OtherPeers;
  /** Calls before the window, as far as the records reach. */
  readonly before: { readonly bytes: number; readonly flows: number };
  /** Epoch milliseconds: the interface's earliest record of any traffic. "None before" can be said only back to this time. */
  readonly recordsFrom: number;
  /** Set if the sum covers all files of a reading: of two with equal keys, one includes the other. Absent: one file. */
  readonly carrier?: string;
}

/** Log lines of one group that are the same except for numbers and ids. */
export interface LogShape {
  readonly logGroup: string;
  readonly account: string | null;
  readonly region: string | null;
  /** Every spelling by which it may be asked for: the group, the resource in its name, the streams. */
  readonly spellings: readonly string[];
  /** The line with its variable parts replaced by `<*>`; empty if only `linesFrom` is given. */
  readonly pattern: string;
  /** 8 hex of the pattern's SHA-256. */
  readonly patternId: string;
  /** Whether the lines report an error, judging by their level or, without one, by their words. */
  readonly isError: boolean;
  /** Inside the window. */
  readonly count: number;
  /** Before the window, as far as the lines reach. */
  readonly baselineCount: number;
  /** Epoch milliseconds, inside the window; 0 if `count` is 0. */
  readonly first: number;
  readonly last: number;
  /** As logged, cut to 500 characters; at most 3. */
  readonly examples: readonly string[];
  /** Epoch milliseconds: the group's earliest line of any shape. "None before" can be said only back to this time. */
  readonly linesFrom: number;
}
