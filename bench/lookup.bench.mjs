// @ts-check
/**
 * The event history gives two pages a second, whoever asks: what counts is how near to that floor a whole question ends.
 * In real time, against a server of this process that answers LookupEvents, and throttles as AWS does.
 */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { modules } from './modules.mjs';

// built code has no types to check against, and is not there before the build
/** @param {string} path */
const built = (path) => import(modules(path));
const { createSession } = await built('aws/session.js');
const { lookupEvents } = await built('sources/cloudtrail/backends/lookup-events.js');

export const description = 'a window of --pages lookup pages, live, against the floor of two requests a second';

export const options = {
  pages: { type: 'string', default: '40' },
  latency: { type: 'string', default: '0.2,1.5' },
  last: { type: 'string', default: '50,25' },
  rounds: { type: 'string', default: '1' },
};

const account = '111122223333';
const region = 'us-east-1';
const pageSize = 50;
const ratePerSecond = 2;
/** Events stand this far apart. Seconds. */
const spacing = 7;
const end = Date.parse('2026-03-03T16:00:00Z') / 1000;

/** @param {number} index */
const eventAt = (index) => {
  const time = end - index * spacing;
  const eventTime = new Date(time * 1000).toISOString().replace('.000', '');
  const eventID = `10000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
  const record = {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', userName: 'alice', accountId: account, accessKeyId: 'AKIAEXAMPLEALICE0001' },
    eventTime,
    eventSource: 'ec2.amazonaws.com',
    eventName: 'StopInstances',
    awsRegion: region,
    sourceIPAddress: '192.0.2.7',
    requestParameters: { instancesSet: { items: [{ instanceId: 'i-0f1e2d3c4b5a69788' }] } },
    responseElements: null,
    eventID,
    readOnly: false,
    eventType: 'AwsApiCall',
    recipientAccountId: account,
    eventCategory: 'Management',
  };
  return { EventId: eventID, EventTime: time, CloudTrailEvent: JSON.stringify(record) };
};

/** LookupEvents over so many writes. @param {number} events @param {number} latencySeconds */
async function serve(events, latencySeconds) {
  const count = { requests: 0, throttled: 0 };
  let tokens = ratePerSecond;
  let filledAt = performance.now();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    /** @type {{ StartTime: number, EndTime: number, NextToken?: string, EventCategory?: string }} */
    const { StartTime, EndTime, NextToken, EventCategory } = JSON.parse(body);
    const now = performance.now();
    tokens = Math.min(ratePerSecond, tokens + ((now - filledAt) / 1000) * ratePerSecond);
    filledAt = now;
    count.requests += 1;
    const send = (/** @type {number} */ status, /** @type {unknown} */ answer) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
    // a little slack: two timers of one process do not agree to the millisecond
    if (tokens < 0.95) {
      count.throttled += 1;
      send(400, { __type: 'ThrottlingException', message: 'Rate exceeded' });
      return;
    }
    tokens -= 1;
    const newest = Math.max(Math.ceil((end - EndTime) / spacing), 0);
    const oldest = EventCategory ? -1 : Math.min(Math.floor((end - StartTime) / spacing), events - 1);
    const from = newest + Number(NextToken ?? 0);
    const to = Math.min(from + pageSize - 1, oldest);
    const page = Array.from({ length: Math.max(to - from + 1, 0) }, (_, index) => eventAt(from + index));
    await sleep(latencySeconds * 1000);
    send(200, { Events: page, ...(to < oldest && { NextToken: String(to + 1 - newest) }) });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    count,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** @param {number} milliseconds @param {AbortSignal} [signal] */
const wait = (milliseconds, signal) => sleep(milliseconds, undefined, signal ? { signal } : {});

/** @param {number} pages @param {number} last events on the last page @param {number} latencySeconds */
async function ask(pages, last, latencySeconds) {
  const events = (pages - 1) * pageSize + last;
  const { endpoint, count, stop } = await serve(events, latencySeconds);
  const signal = new AbortController().signal;
  const session = createSession({
    account,
    accessKeyId: null,
    identityArn: `arn:aws:iam::${account}:user/auditor`,
    config: { endpoint, credentials: { accessKeyId: 'AKIAEXAMPLEAUDITOR01', secretAccessKey: 'example' } },
    timer: { now: () => performance.now(), sleep: wait, goesOn: true },
    signal,
    random: Math.random,
    connectingTime: 100,
  });
  const until = (end + 1) * 1000;
  const since = (end - events * spacing) * 1000;
  /** @type {import('../src/sources/source.ts').SourceRequest} */
  const request = {
    kind: 'evidence',
    question: {
      command: 'who',
      targets: [],
      as: 'any',
      window: { since, until },
      windowGiven: true,
      filters: {
        reads: 'writes',
        outcome: [],
        eventName: [],
        errorCode: [],
        // asked by one lookup, as a target is: so that all pages are pages of it
        service: ['ec2'],
        principal: [],
        sourceIp: [],
        regions: [],
        accounts: [],
      },
      regions: [],
      from: [],
      now: until,
    },
    interests: { targets: [], neighbors: [] },
  };
  const started = performance.now();
  let found = 0;
  try {
    for await (const { evidence } of lookupEvents.collect(request, {
      session,
      regions: [region],
      window: { since, until },
      now: until,
      signal,
      onProgress: () => {},
    }))
      found += evidence.length;
  } finally {
    session.destroy();
    stop();
  }
  if (found !== events) throw new Error(`${found} of ${events} events were found`);
  return { seconds: (performance.now() - started) / 1000, ...count };
}

/** @param {string} text */
const numbers = (text) => text.split(',').map(Number);

/**
 * The least that arithmetic allows, seconds: a burst of two and two a second after it, and an answer. Where one chain of
 * tokens is too slow, several read the window, and each meets the next in an event that both of them read.
 * @param {number} pages @param {number} last @param {number} latencySeconds
 */
function leastOf(pages, last, latencySeconds) {
  const isSerial = latencySeconds <= 1 / ratePerSecond;
  const needed = isSerial || last < pageSize ? pages : pages + 1;
  // a question without a target asks for Insights, too: one request
  const requests = needed + 1;
  return { requests, seconds: Math.max(requests - ratePerSecond, 0) / ratePerSecond + latencySeconds };
}

/** @param {Record<string, string>} options */
export async function run({ pages: pagesText = '', latency = '', last: lastText = '', rounds: roundsText = '' }) {
  const pages = Number(pagesText);
  const rounds = Math.max(Math.floor(Number(roundsText)), 1);
  // with Insights: one request more than pages
  const floor = pages / ratePerSecond;
  // the client is loaded, and the code warm
  await ask(1, pageSize, 0);
  /** @type {string[][]} */
  const rows = [];
  for (const seconds of numbers(latency)) {
    for (const last of numbers(lastText)) {
      const results = [];
      for (let round = 0; round < rounds; round++) results.push(await ask(pages, last, seconds));
      // the median: of an even number the slower of the two in the middle
      const result = results.sort((a, b) => a.seconds - b.seconds)[Math.floor(rounds / 2)];
      if (!result) throw new Error('no round was asked');
      const least = leastOf(pages, last, seconds);
      rows.push([
        `${pages} pages, ${last} events on the last, ${seconds} s each`,
        result.seconds.toFixed(2),
        floor.toFixed(2),
        (result.seconds / floor).toFixed(3),
        (result.seconds / (floor + seconds)).toFixed(3),
        least.seconds.toFixed(2),
        (result.seconds / least.seconds).toFixed(3),
        String(result.requests),
        String(least.requests),
        String(result.throttled),
      ]);
    }
  }
  return {
    headings: [
      'question',
      'seconds',
      'floor',
      'ratio',
      'of floor + one answer',
      'least',
      'of least',
      'requests',
      'least',
      'throttled',
    ],
    rows,
    notes: [
      'floor: (requests − 1) / 2 s, the rate that AWS allows to one account in one region; the last answer comes later than that',
      'least: (requests − 2) / 2 s, since two may be sent at once, and one answer; several chains of full pages need one page more',
      `the median of ${rounds}, in real time; the server counts requests as AWS does, and throttles`,
    ],
  };
}
