/**
 * The calls found in a file as they go from one thread to another. Cloned as they are, each would cost as much as it took to
 * make, and its texts would be there anew in each event: here all texts of a file lie in one, and each is there once.
 */
import { detailOfParts, namedResource, originOfParts, principalOfParts } from '../model/call-event.ts';
import type { ApiCallDetail, ApiCallEvent } from '../model/event.ts';
import type { EventEvidence, Evidence } from '../model/evidence.ts';
import type { Principal } from '../model/principal.ts';
import type { ResourceRef } from '../model/resource.ts';

/** Plain data. */
export interface PackedEvidence {
  /** All texts behind each other. */
  readonly text: string;
  /** Where each ends. */
  readonly ends: Uint32Array;
  /** Of each event as many as `Packer.event` writes: texts and values by their numbers from 1, 0 where there is none. */
  readonly slots: Uint32Array;
  /** What is of any form. */
  readonly values: readonly unknown[];
}

/** undefined where not all of it are calls. */
export function packEvidence(evidence: readonly Evidence[]): PackedEvidence | undefined {
  if (evidence.length === 0) return undefined;
  const packer = new Packer();
  for (const item of evidence) {
    if (item.type !== 'event' || item.event.kind !== 'api-call' || !isPackable(item.event)) return undefined;
    packer.event(item.event, item.digest);
  }
  return packer.result();
}

/** In the same order, and each of the same members in the same order. */
export function unpackEvidence(packed: PackedEvidence): readonly EventEvidence[] {
  const unpacker = new Unpacker(packed);
  const evidence: EventEvidence[] = [];
  while (unpacker.hasMore) evidence.push(unpacker.evidence());
  return evidence;
}

/** What no event has that was just made of its record. */
const isPackable = ({ endTime, detail, chain }: ApiCallEvent) =>
  endTime === undefined && chain === null && detail.principal.pathEnd === undefined;

const flags = { readOnly: 1, crossAccount: 2, service: 4, mfa: 8, noMfa: 16 } as const;

class Packer {
  private readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly values: unknown[] = [];
  private readonly valueNumbers = new Map<unknown, number>();
  private readonly slots: number[] = [];
  private file = '';

  event(event: ApiCallEvent, digest: string): void {
    const { id, time, match, resources, summary, severity, origin, detail } = event;
    const { slots } = this;
    const { requestParameters, responseElements, dangers } = detail;
    slots.push(
      this.once(id),
      this.text(time),
      this.shared(match),
      this.once(summary),
      this.text(severity),
      this.once(digest),
      this.text(origin.source),
      this.text(origin.backend),
      this.text(origin.account),
      this.text(origin.region),
      this.once(origin.ref),
    );
    this.locator(origin.locator);
    this.detail(detail, origin.ref);
    this.principal(detail.principal);
    slots.push(this.value(requestParameters), this.value(responseElements), this.value(dangers), resources.length);
    for (const resource of resources) this.resource(resource);
  }

  result(): PackedEvidence {
    const ends = new Uint32Array(this.texts.length);
    let end = 0;
    for (let at = 0; at < this.texts.length; at++) {
      end += (this.texts[at] as string).length;
      ends[at] = end;
    }
    return { text: this.texts.join(''), ends, slots: Uint32Array.from(this.slots), values: this.values };
  }

  private detail(detail: ApiCallDetail, ref: string | null): void {
    const { eventName, eventSource, eventId, sharedEventId, eventCategory, outcome, errorCode, errorMessage } = detail;
    const { readOnly, principal } = detail;
    const { crossAccount, service, mfa } = principal;
    this.slots.push(
      this.text(eventName),
      this.text(eventSource),
      // the record's own id is its reference
      eventId === ref ? 0 : this.once(eventId) + 1,
      this.once(sharedEventId),
      this.text(eventCategory),
      this.text(outcome),
      this.text(errorCode),
      this.text(errorMessage),
      (readOnly ? flags.readOnly : 0) |
        (crossAccount ? flags.crossAccount : 0) |
        (service ? flags.service : 0) |
        (mfa === null ? 0 : mfa ? flags.mfa : flags.noMfa),
    );
  }

  private principal(principal: Principal): void {
    const { type, arn, account, name, session, accessKeyId, human, path, workload } = principal;
    const { invokedBy, userId, credentialId, provider, tool, userAgent, sourceIp, vpcEndpointId } = principal;
    this.slots.push(
      this.text(type),
      this.text(arn),
      this.text(account),
      this.text(name),
      this.text(session),
      this.text(accessKeyId),
      this.value(human),
      this.shared(path),
      this.value(workload),
      this.text(invokedBy),
      this.text(userId),
      this.text(credentialId),
      this.text(provider),
      this.shared(tool),
      this.text(userAgent),
      this.text(sourceIp),
      this.text(vpcEndpointId),
    );
  }

  /** `FILE#7`: of one file there are many. */
  private locator(locator: string): void {
    const { file } = this;
    if (file === '' || !locator.startsWith(file)) this.file = locator.slice(0, locator.lastIndexOf('#') + 1);
    this.slots.push(this.text(this.file), this.once(locator.slice(this.file.length)));
  }

  private resource(resource: ResourceRef): void {
    const { account, region, type, id } = resource;
    const isNamed = Object.keys(resource).join() === 'account,region,type,id';
    if (isNamed) this.slots.push(1, this.text(account), this.text(region), this.text(type), this.text(id));
    else this.slots.push(0, this.value(resource));
  }

  private text(text: string | null | undefined): number {
    if (text === null || text === undefined) return 0;
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.push(text);
    this.numbers.set(text, number);
    return number;
  }

  /** A text that no other event has. */
  private once(text: string | null | undefined): number {
    return text === null || text === undefined ? 0 : this.texts.push(text);
  }

  private value(value: unknown): number {
    return value === null || value === undefined ? 0 : this.values.push(value);
  }

  /** A value that many events have as the very same object. */
  private shared(value: object): number {
    const known = this.valueNumbers.get(value);
    if (known !== undefined) return known;
    const number = this.value(value);
    this.valueNumbers.set(value, number);
    return number;
  }
}

class Unpacker {
  private readonly texts: string[] = [];
  private readonly slots: Uint32Array;
  private readonly values: readonly unknown[];
  private at = 0;

  constructor({ text, ends, slots, values }: PackedEvidence) {
    let start = 0;
    for (const end of ends) {
      this.texts.push(text.slice(start, end));
      start = end;
    }
    this.slots = slots;
    this.values = values;
  }

  get hasMore(): boolean {
    return this.at < this.slots.length;
  }

  evidence(): EventEvidence {
    const id = this.text();
    const time = this.text();
    const match = this.value<ApiCallEvent['match']>();
    const summary = this.text();
    const severity = this.text() as ApiCallEvent['severity'];
    const digest = this.text();
    const origin = originOfParts({
      source: this.text(),
      backend: this.text(),
      account: this.textOrNull(),
      region: this.textOrNull(),
      ref: this.textOrNull(),
      locator: this.text() + this.text(),
    });
    const detail = this.detail(origin.ref);
    const resources: ResourceRef[] = [];
    for (let left = this.slot(); left > 0; left--) resources.push(this.resource());
    return {
      type: 'event',
      event: { id, time, kind: 'api-call', match, resources, summary, severity, chain: null, origin, detail },
      digest,
    };
  }

  private detail(ref: string | null): ApiCallDetail {
    const eventName = this.text();
    const eventSource = this.text();
    const ownId = this.slot();
    const eventId = ownId === 0 ? ref : ownId === 1 ? null : (this.texts[ownId - 2] as string);
    const sharedEventId = this.textOrNone();
    const eventCategory = this.text();
    const outcome = this.text() as ApiCallDetail['outcome'];
    const errorCode = this.textOrNone();
    const errorMessage = this.textOrNone();
    const told = this.slot();
    const principal = this.principal(told);
    return detailOfParts({
      eventName,
      eventSource,
      eventId,
      sharedEventId,
      eventCategory,
      readOnly: (told & flags.readOnly) !== 0,
      outcome,
      errorCode,
      errorMessage,
      requestParameters: this.valueOrNull<Exclude<ApiCallDetail['requestParameters'], null>>(),
      responseElements: this.valueOrNull<Exclude<ApiCallDetail['responseElements'], null>>(),
      principal,
      dangers: this.valueOrNull<NonNullable<ApiCallDetail['dangers']>>() ?? undefined,
    });
  }

  private principal(told: number): Principal {
    return principalOfParts({
      type: this.text(),
      arn: this.textOrNull(),
      account: this.textOrNull(),
      name: this.text(),
      session: this.textOrNone(),
      accessKeyId: this.textOrNull(),
      human: this.valueOrNull<NonNullable<Principal['human']>>(),
      path: this.value<Principal['path']>(),
      workload: this.valueOrNull<NonNullable<Principal['workload']>>(),
      invokedBy: this.textOrNone(),
      userId: this.textOrNone(),
      credentialId: this.textOrNone(),
      provider: this.textOrNone(),
      tool: this.value<Principal['tool']>(),
      userAgent: this.textOrNull(),
      sourceIp: this.textOrNull(),
      vpcEndpointId: this.textOrNull(),
      mfa: (told & flags.mfa) !== 0 ? true : (told & flags.noMfa) !== 0 ? false : null,
      crossAccount: (told & flags.crossAccount) !== 0,
      service: (told & flags.service) !== 0,
    });
  }

  private resource(): ResourceRef {
    if (this.slot() === 0) return this.value<ResourceRef>();
    return namedResource(this.text(), this.text(), this.text(), this.text());
  }

  private slot(): number {
    return this.slots[this.at++] as number;
  }

  private text(): string {
    return this.texts[this.slot() - 1] as string;
  }

  private textOrNull(): string | null {
    const number = this.slot();
    return number === 0 ? null : (this.texts[number - 1] as string);
  }

  private textOrNone(): string | undefined {
    const number = this.slot();
    return number === 0 ? undefined : (this.texts[number - 1] as string);
  }

  private value<Value>(): Value {
    return this.values[this.slot() - 1] as Value;
  }

  private valueOrNull<Value>(): Value | null {
    const number = this.slot();
    return number === 0 ? null : (this.values[number - 1] as Value);
  }
}
