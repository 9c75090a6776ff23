/** AWS on a loopback port, for tests: the unmodified SDK clients run against it. server.md describes what it does. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, runningClock } from './clock.ts';
import { AwsDispatch } from './dispatch.ts';
import { Faults, isAnswered } from './faults.ts';
import type { WireAnswer } from './protocols/protocol.ts';
import { publishedRates } from './rate-limits.ts';
import { RequestLog } from './request-log.ts';
import { awsSettings, type Settings } from './settings.ts';
import type { World } from './world.ts';

export interface AwsServerOptions {
  readonly world: World;
  /** Absent: the machine's. */
  readonly clock?: Clock;
  /** Requests a second by action, replacing AWS's own limits; Infinity: no limit. */
  readonly rates?: Readonly<Record<string, number>>;
  /** Multiplies all rates: 1000 turns LookupEvents' two a second into two thousand. */
  readonly rateFactor?: number;
  readonly settings?: Partial<Settings>;
  /** IAM actions; every other one is denied. Absent: all are allowed. */
  readonly allow?: readonly string[];
}

interface Place {
  /** Absent: the world's first account. */
  readonly account?: string;
  /** Absent: us-east-1. */
  readonly region?: string;
}

export interface AwsServer {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  readonly faults: Faults;
  readonly requests: RequestLog;
  /** For a client in this process: `new CloudTrailClient(server.clientConfig({ account, region }))`. */
  clientConfig(place?: Place): {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** For a separate process. */
  environment(place?: Place): Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

export async function startAwsServer(options: AwsServerOptions): Promise<AwsServer> {
  const { world, clock = runningClock(), rateFactor = 1 } = options;
  const rates = Object.entries({ ...publishedRates, ...options.rates }).map(
    ([action, rate]) => [action, rate * rateFactor] as const,
  );
  const faults = new Faults();
  const requests = new RequestLog();
  const dispatch = new AwsDispatch({
    world,
    clock,
    faults,
    rates: Object.fromEntries(rates.filter(([, rate]) => Number.isFinite(rate))),
    settings: { ...awsSettings, ...options.settings },
    ...(options.allow && { allow: new Set(options.allow) }),
  });
  const delays = new Set<NodeJS.Timeout>();

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { answer, record, strike } = dispatch.answer({
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: await bodyOf(request),
    });
    requests.add(strike && !isAnswered(strike.kind) ? { ...record, outcome: strike.kind } : record);
    if (strike?.until && strike.kind === 'slow') {
      await strike.until;
      if (!response.destroyed) send(response, answer);
    } else if (strike?.kind === 'slow') {
      if (!Number.isFinite(strike.delayMs)) return;
      const timer = setTimeout(() => {
        delays.delete(timer);
        send(response, answer);
      }, strike.delayMs);
      delays.add(timer);
    } else if (strike?.kind === 'cut-before') request.socket.destroy();
    else if (strike?.kind === 'cut-in-body') {
      const body = Buffer.from(answer.body);
      response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => request.socket.destroy());
    } else if (strike?.kind === 'short-body') {
      const body = Buffer.from(answer.body);
      send(response, { ...answer, body: body.subarray(0, Math.floor(body.length / 2)) });
    } else send(response, answer);
  };

  const server = createServer((request, response) => {
    // a client that goes away in the middle of its request is not a failure of the server
    handle(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const keyOf = ({ account = Object.keys(world.accounts)[0] ?? '' }: Place) => {
    const key = world.accounts[account]?.accessKeys[0];
    if (!key) throw new Error(`the world has no access key for account ${account}`);
    return key;
  };

  return {
    url,
    faults,
    requests,
    clientConfig: (place = {}) => {
      const { accessKeyId, secretAccessKey, sessionToken } = keyOf(place);
      const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
      return { endpoint: url, region: place.region ?? 'us-east-1', credentials };
    },
    environment: (place = {}) => {
      const { accessKeyId, secretAccessKey, sessionToken } = keyOf(place);
      return {
        AWS_ENDPOINT_URL: url,
        AWS_REGION: place.region ?? 'us-east-1',
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
      };
    },
    stop: () => {
      for (const timer of delays) clearTimeout(timer);
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function send(response: ServerResponse, { status, headers, body }: WireAnswer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
