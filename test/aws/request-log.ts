/** The requests that the server received, for tests to inspect. */
import type { JsonObject } from '../../src/model/json.ts';

export interface RecordedRequest {
  /** "cloudtrail", "config", "cloudwatch", "logs", "sts", "ec2"; the signing name if the server does not have the service. */
  readonly service: string;
  readonly operation: string;
  /** As IAM names it: "cloudtrail:LookupEvents". */
  readonly action: string;
  /** null if the key is unknown. */
  readonly account: string | null;
  readonly region: string;
  readonly accessKeyId: string;
  readonly parameters: JsonObject;
  /** The client's own count of its tries (`amz-sdk-request`), from 1. */
  readonly attempt: number;
  /** ISO 8601, by the server's clock. */
  readonly time: string;
  /** "ok", the code of the error that was answered, or the fault that prevented a proper answer. */
  readonly outcome: string;
}

export class RequestLog {
  readonly all: RecordedRequest[] = [];
  private readonly waiting = new Set<() => void>();

  add(request: RecordedRequest): void {
    this.all.push(request);
    for (const look of this.waiting) look();
  }

  /** Resolves with the request that makes it true, or immediately if it is true already. */
  until(isTrue: (all: readonly RecordedRequest[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isTrue(this.all)) return;
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
      look();
    });
  }

  of(action: string): readonly RecordedRequest[] {
    return this.all.filter((request) => request.action === action);
  }

  clear(): void {
    this.all.length = 0;
  }
}
