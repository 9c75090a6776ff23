/** The AWS query protocol (STS) and EC2's own variant of it: requests are forms, answers are XML. */
import type { JsonObject } from '../../../src/model/json.ts';
import { readForm } from './form.ts';
import type { WireProtocol } from './protocol.ts';
import { withTimes } from './times.ts';
import { escapeXml, type XmlNames, xmlOf } from './xml.ts';

const contentType = 'text/xml;charset=UTF-8';
const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

const queryNames: XmlNames = { elementOf: (member) => member, listElement: 'member' };

export const query: WireProtocol = {
  family: 'query',
  read: ({ body }) => readForm(body),
  writeResult: (operation, result, timeMembers, requestId) => ({
    status: 200,
    headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
    body: [
      `<${operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${operation}Result>`,
      xmlOf(withTimes(result, timeMembers, iso), queryNames),
      `</${operation}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
    ].join(''),
  }),
  writeError: ({ code, message, status }, requestId) => ({
    status,
    headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
    body: [
      '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>',
      xmlOf({ Type: status >= 500 ? 'Receiver' : 'Sender', Code: code, Message: message }, queryNames),
      `</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    ].join(''),
  }),
};

/** Elements that are not simply the member with a small initial, keyed by "parent.member" or "member". */
const ec2Elements: Readonly<Record<string, string>> = {
  NetworkInterfaces: 'networkInterfaceSet',
  SecurityGroups: 'securityGroupInfo',
  FlowLogs: 'flowLogSet',
  Regions: 'regionInfo',
  Groups: 'groupSet',
  Tags: 'tagSet',
  PrivateIpAddresses: 'privateIpAddressesSet',
  Ipv6Addresses: 'ipv6AddressesSet',
  UserIdGroupPairs: 'groups',
  'Regions.Endpoint': 'regionEndpoint',
  'SecurityGroups.Description': 'groupDescription',
};

const ec2Names: XmlNames = {
  elementOf: (member, parent) =>
    ec2Elements[`${parent}.${member}`] ?? ec2Elements[member] ?? member.charAt(0).toLowerCase() + member.slice(1),
  listElement: 'item',
};

export const ec2: WireProtocol = {
  family: 'ec2',
  read: ({ body }) => readForm(body),
  writeResult: (operation, result: JsonObject, timeMembers, requestId) => ({
    status: 200,
    headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
    body: [
      `<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>${requestId}</requestId>`,
      xmlOf(withTimes(result, timeMembers, iso), ec2Names),
      `</${operation}Response>`,
    ].join(''),
  }),
  writeError: ({ code, message, status }, requestId) => ({
    status,
    headers: { 'content-type': contentType },
    body: [
      `<Response><Errors><Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error></Errors>`,
      `<RequestID>${requestId}</RequestID></Response>`,
    ].join(''),
  }),
};
