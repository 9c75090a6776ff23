/**
 * Packs the calls found in a file to send them from one thread to another. Cloning the objects would cost as much as creating
 * them did, and copy texts into every event. Here all texts of a file are in one string, repeated ones once.
 */
import { detailOfParts, namedResource, originOfParts, principalOfParts } from '../model/call-event.ts';
import type { ApiCallDetail, ApiCallEvent } from '../model/event.ts';
import type { EventEvidence, Evidence } from '../model/evidence.ts';
import type { Principal } from '../model/principal.ts';
import type { ResourceRef } from '../model/resource.ts';
import { type PackedValues, ValueReader, ValueWriter } from './packed-values.ts';

/** undefined unless all of it is calls that can be packed. */
export function packEvidence(evidence: readonly Evidence[]): PackedValues | undefined {
  if (evidence.length === 0) return undefined;
  const packer = new Packer();
  for (const item of evidence) {
    if (item.type !== 'event' || item.event.kind !== 'api-call' || !isPackable(item.event)) return undefined;
    packer.event(item.event, item.digest);
  }
  return packer.result();
}

/** In the same order, with the members of each event in the same order too. */
export function unpackEvidence(packed: PackedValues): readonly EventEvidence[] {
  const unpacker = new Unpacker(packed);
  const evidence: EventEvidence[] = [];
  while (unpacker.hasMore) evidence.push(unpacker.evidence());
  return evidence;
}

/** Whether the event has no member that only later analysis adds. */
const isPackable = ({ endTime, detail, chain }: ApiCallEvent) =>
  endTime === undefined && chain === null && detail.principal.pathEnd === undefined;

const flags = { readOnly: 1, crossAccount: 2, service: 4, mfa: 8, noMfa: 16 } as const;

class Packer {
  private readonly out = new ValueWriter();
  private file = '';

  event(event: ApiCallEvent, digest: string): void {
    const { id, time, match, resources, summary, severity, origin, detail } = event;
    const { out } = this;
    const { slots } = out;
    const { requestParameters, responseElements, dangers } = detail;
    slots.push(
      out.once(id),
      out.text(time),
      out.shared(match),
      out.once(summary),
      out.text(severity),
      out.once(digest),
      out.text(origin.source),
      out.text(origin.backend),
      out.text(origin.account),
      out.text(origin.region),
      out.once(origin.ref),
    );
    this.locator(origin.locator);
    this.detail(detail, origin.ref);
    this.principal(detail.principal);
    slots.push(out.value(requestParameters), out.value(responseElements), out.value(dangers), resources.length);
    for (const resource of resources) this.resource(resource);
  }

  result(): PackedValues {
    return this.out.result();
  }

  private detail(detail: ApiCallDetail, ref: string | null): void {
    const { eventName, eventSource, eventId, sharedEventId, eventCategory, outcome, errorCode, errorMessage } = detail;
    const { readOnly, principal } = detail;
    const { out } = this;
    const { crossAccount, service, mfa } = principal;
    out.slots.push(
      out.text(eventName),
      out.text(eventSource),
      // the event id is usually the record's `ref`
      eventId === ref ? 0 : out.once(eventId) + 1,
      out.once(sharedEventId),
      out.text(eventCategory),
      out.text(outcome),
      out.text(errorCode),
      out.text(errorMessage),
      (readOnly ? flags.readOnly : 0) |
        (crossAccount ? flags.crossAccount : 0) |
        (service ? flags.service : 0) |
        (mfa === null ? 0 : mfa ? flags.mfa : flags.noMfa),
    );
  }

  private principal(principal: Principal): void {
    const { type, arn, account, name, session, accessKeyId, human, path, workload } = principal;
    const { invokedBy, userId, credentialId, provider, tool, userAgent, sourceIp, vpcEndpointId } = principal;
    const { out } = this;
    out.slots.push(
      out.text(type),
      out.text(arn),
      out.text(account),
      out.text(name),
      out.text(session),
      out.text(accessKeyId),
      out.value(human),
      out.shared(path),
      out.value(workload),
      out.text(invokedBy),
      out.text(userId),
      out.text(credentialId),
      out.text(provider),
      out.shared(tool),
      out.text(userAgent),
      out.text(sourceIp),
      out.text(vpcEndpointId),
    );
  }

  /** `FILE#7`: many share the file. */
  private locator(locator: string): void {
    const { file, out } = this;
    if (file === '' || !locator.startsWith(file)) this.file = locator.slice(0, locator.lastIndexOf('#') + 1);
    out.slots.push(out.text(this.file), out.once(locator.slice(this.file.length)));
  }

  private resource(resource: ResourceRef): void {
    const { account, region, type, id } = resource;
    const { out } = this;
    const isNamed = Object.keys(resource).join() === 'account,region,type,id';
    if (isNamed) out.slots.push(1, out.text(account), out.text(region), out.text(type), out.text(id));
    else out.slots.push(0, out.value(resource));
  }
}

class Unpacker {
  private readonly from: ValueReader;

  constructor(packed: PackedValues) {
    this.from = new ValueReader(packed);
  }

  get hasMore(): boolean {
    return this.from.hasMore;
  }

  evidence(): EventEvidence {
    const { from } = this;
    const id = from.text();
    const time = from.text();
    const match = from.value<ApiCallEvent['match']>();
    const summary = from.text();
    const severity = from.text() as ApiCallEvent['severity'];
    const digest = from.text();
    const origin = originOfParts({
      source: from.text(),
      backend: from.text(),
      account: from.textOrNull(),
      region: from.textOrNull(),
      ref: from.textOrNull(),
      locator: from.text() + from.text(),
    });
    const detail = this.detail(origin.ref);
    const resources: ResourceRef[] = [];
    for (let left = from.slot(); left > 0; left--) resources.push(this.resource());
    return {
      type: 'event',
      event: { id, time, kind: 'api-call', match, resources, summary, severity, chain: null, origin, detail },
      digest,
    };
  }

  private detail(ref: string | null): ApiCallDetail {
    const { from } = this;
    const eventName = from.text();
    const eventSource = from.text();
    const ownId = from.slot();
    const eventId = ownId === 0 ? ref : ownId === 1 ? null : from.textOf(ownId - 1);
    const sharedEventId = from.textOrNone();
    const eventCategory = from.text();
    const outcome = from.text() as ApiCallDetail['outcome'];
    const errorCode = from.textOrNone();
    const errorMessage = from.textOrNone();
    const told = from.slot();
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
      requestParameters: from.valueOrNull<Exclude<ApiCallDetail['requestParameters'], null>>(),
      responseElements: from.valueOrNull<Exclude<ApiCallDetail['responseElements'], null>>(),
      principal,
      dangers: from.valueOrNull<NonNullable<ApiCallDetail['dangers']>>() ?? undefined,
    });
  }

  private principal(told: number): Principal {
    const { from } = this;
    return principalOfParts({
      type: from.text(),
      arn: from.textOrNull(),
      account: from.textOrNull(),
      name: from.text(),
      session: from.textOrNone(),
      accessKeyId: from.textOrNull(),
      human: from.valueOrNull<NonNullable<Principal['human']>>(),
      path: from.value<Principal['path']>(),
      workload: from.valueOrNull<NonNullable<Principal['workload']>>(),
      invokedBy: from.textOrNone(),
      userId: from.textOrNone(),
      credentialId: from.textOrNone(),
      provider: from.textOrNone(),
      tool: from.value<Principal['tool']>(),
      userAgent: from.textOrNull(),
      sourceIp: from.textOrNull(),
      vpcEndpointId: from.textOrNull(),
      mfa: (told & flags.mfa) !== 0 ? true : (told & flags.noMfa) !== 0 ? false : null,
      crossAccount: (told & flags.crossAccount) !== 0,
      service: (told & flags.service) !== 0,
    });
  }

  private resource(): ResourceRef {
    const { from } = this;
    if (from.slot() === 0) return from.value<ResourceRef>();
    return namedResource(from.text(), from.text(), from.text(), from.text());
  }
}
