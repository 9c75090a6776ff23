/** Traffic of one interface, added up over flow-log records; and log lines of one group, counted by shape. */

/** Bytes, packets and flows are the caller's; what the service sends back counts as answer. */
export interface Peer {
  readonly address: string;
  readonly bytes: number;
  readonly packets: number;
  readonly flows: number;
  readonly answerBytes: number;
  /** Epoch milliseconds, of the caller's packets; of the answers where only those are recorded. */
  readonly first: number;
  readonly last: number;
}

/** The sum of two; its times are those of calls where either has any. */
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

/** Peers that are not kept one by one, added up. */
export interface OtherPeers extends Omit<Peer, 'address'> {
  /** About: in a very large file one that comes again and again may be counted more than once. */
  readonly count: number;
}

/**
 * Flow records that agree in interface, action, protocol, port and direction. Partial sums may be added to each other;
 * those of one file found twice, by two of the resource's spellings, are the same records.
 */
export interface Traffic {
  readonly interfaceId: string;
  readonly instanceId: string | null;
  /** All by which it may be asked for: interface, instance, subnet, VPC, task; an address only where it was asked for. */
  readonly spellings: readonly string[];
  readonly account: string | null;
  readonly region: string | null;
  /** ACCEPT or REJECT; "NODATA" where the interface had records and no traffic. */
  readonly action: string;
  /** "tcp", "udp", "icmp", "icmpv6", or the IANA number; "unknown" where the format lacks it. */
  readonly protocol: string;
  /** The service's port, whichever way a packet went; null where there is none, and for `otherPorts`. */
  readonly port: number | null;
  /** How many ports are added up here because more are in use than are kept one by one. */
  readonly otherPorts?: number;
  /**
   * ingress: the service is the interface's, others call it; egress: the interface calls others. Answers belong to the call.
   * Of protocols without ports, which way the packets went.
   */
  readonly direction: 'ingress' | 'egress' | 'unknown';
  /** Inside the window: those with the most bytes, at most 1,000 (10 where nothing in particular is asked for). */
  readonly peers: readonly Peer[];
  readonly otherPeers?: OtherPeers;
  /** Calls before the window, as far as the records reach. */
  readonly before: { readonly bytes: number; readonly flows: number };
  /** Epoch milliseconds: the interface's earliest record, of whatever traffic. So far back "none before" can be said. */
  readonly recordsFrom: number;
  /** Added up over all files of a reading: of what agrees in it, too, one is of all records that the other is of. Absent: of one file. */
  readonly carrier?: string;
}

/** Log lines of one group that agree but for numbers and ids. */
export interface LogShape {
  readonly logGroup: string;
  readonly account: string | null;
  readonly region: string | null;
  /** All by which it may be asked for: the group, the resource that its name names, the streams. */
  readonly spellings: readonly string[];
  /** The line with what varies replaced by `<*>`; empty where only `linesFrom` is told. */
  readonly pattern: string;
  /** 8 hex of the pattern's SHA-256. */
  readonly patternId: string;
  /** The lines tell of an error, by their level or else by their words. */
  readonly isError: boolean;
  /** Inside the window. */
  readonly count: number;
  /** Before the window, as far as the lines reach. */
  readonly baselineCount: number;
  /** Epoch milliseconds, inside the window; 0 where `count` is. */
  readonly first: number;
  readonly last: number;
  /** As logged, cut to 500 characters; at most 3. */
  readonly examples: readonly string[];
  /** Epoch milliseconds: the group's earliest line, of whatever shape. So far back "none before" can be said. */
  readonly linesFrom: number;
}
