/** The protocols by the name under which a service declares its own. */
import type { Protocol } from '../call.ts';
import { json10QueryMode, json11 } from './json.ts';
import type { WireProtocol } from './protocol.ts';
import { ec2, query } from './query.ts';
import { restXml } from './rest-xml.ts';

export const protocols: Readonly<Record<Protocol, WireProtocol>> = {
  'json-1.1': json11,
  'json-1.0-query-mode': json10QueryMode,
  query,
  ec2,
  'rest-xml': restXml,
};
