import { describe, expect, test } from 'vitest';
import type { ResourceRef } from '../../src/model/resource.ts';
import { aliasesOf } from '../../src/resources/aliases.ts';
import { configIdOf } from '../../src/resources/config-id.ts';
import { plainEventName } from '../../src/resources/event-name.ts';
import { fieldsOf, fieldsOfSpelling, isUniqueId } from '../../src/resources/fields.ts';
import { identify, typeOfId } from '../../src/resources/identify.ts';
import { eventSourcesOf, resourceType, resourceTypes, services } from '../../src/resources/index.ts';
import { logGroupsOf } from '../../src/resources/log-groups.ts';
import { lookupNamesOf } from '../../src/resources/lookup-names.ts';
import { metricsOf } from '../../src/resources/metrics.ts';
import { type Fields, fillTemplate, matchTemplate } from '../../src/resources/template.ts';
import { baseOf } from '../../src/resources/verbs.ts';
import { hostile, wrappings } from './hostile-calls.ts';

/** The values that occur more than once. */
const repeated = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index);

describe('the catalog', () => {
  test('knows the services of an investigation and their most consequential calls', () => {
    expect(services.length).toBeGreaterThanOrEqual(38);
    expect(resourceTypes.length).toBeGreaterThanOrEqual(110);
    expect(services.flatMap((service) => Object.keys(service.calls())).length).toBeGreaterThanOrEqual(130);
  });

  test('has one file a service and one service an event source', () => {
    expect(repeated(services.map(({ name }) => name))).toEqual([]);
    expect(repeated(services.flatMap(({ eventSources }) => eventSources))).toEqual([]);
  });

  test('has each type once and each prefix for one type', () => {
    expect(repeated(services.flatMap(({ types }) => types.map(({ type }) => type)))).toEqual([]);
    expect(repeated(resourceTypes.flatMap(({ idPrefix }) => idPrefix ?? []))).toEqual([]);
    expect(repeated(resourceTypes.flatMap(({ uniqueIdPrefix }) => uniqueIdPrefix ?? []))).toEqual([]);
  });

  test('has metrics of every kind of resource that CloudWatch tells most of', () => {
    const namespaces = new Set(resourceTypes.flatMap(({ metrics = [] }) => metrics.map(({ namespace }) => namespace)));
    const expected =
      'EC2 EBS ApplicationELB NetworkELB ELB NATGateway RDS AutoScaling DynamoDB Lambda SQS SNS S3 ApiGateway ECS ElastiCache Redshift ES EFS Backup ECR Route53 CloudFront Kinesis States EKS Events Logs TransitGateway VPN';
    expect(expected.split(' ').filter((name) => !namespaces.has(`AWS/${name}`))).toEqual([]);
  });
});

/** Fields of spellings that no example has. */
const further: Fields = {
  qualifier: '3',
  stream: '2026/03/03/[$LATEST]0a1b2c3d',
  name: 'web',
  hex: '50dc6c495c0c9188',
  family: 'web',
  revision: '7',
  suffix: 'a1B2c3',
  root: 'ab12',
  unit: 'c3d4e5f6',
  part: 'main',
};
const filled = (template: string, fields: Fields): string => {
  const text = fillTemplate(template, { ...further, ...fields });
  if (text === undefined) throw new Error(`${template} cannot be filled`);
  return text;
};
const typesIn = (text: string) => identify(text).flatMap((reading) => reading.type ?? []);
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe.each(resourceTypes)('type $type', (resource) => {
  const { type, title, idPrefix, arn, example, spellings = [], uniqueIdPrefix } = resource;
  const { id, name, uniqueId } = example;
  const ref: ResourceRef = { type, id, arn: example.arn, ...(name !== undefined && { name }) };
  const fields = fieldsOf(resource, ref);
  const spelled = [example.arn, ...spellings.map((template) => filled(template, fields))];

  test('is named as CloudFormation names types, and by a title that people use', () => {
    expect(type).toMatch(/^AWS(?:::[A-Z][A-Za-z0-9]+){2}$/);
    expect(title).toMatch(/^\S+(?: \S+)*$/);
  });

  test('has an example whose ARN its template matches, by its id', () => {
    expect(matchTemplate(arn, example.arn)?.['id']).toBe(id);
    if (idPrefix !== undefined) {
      expect(id.startsWith(idPrefix)).toBe(true);
      expect(id.length).toBeGreaterThan(idPrefix.length);
    }
  });

  test('writes the ARN that it reads', () => {
    expect(fillTemplate(arn, matchTemplate(arn, example.arn) ?? {})).toBe(example.arn);
  });

  test('is the only type that its spellings match', () => {
    for (const text of spelled) {
      const matching = resourceTypes.filter((other) => fieldsOfSpelling(other, text) !== undefined);
      expect(
        matching.map((other) => other.type),
        text,
      ).toEqual([type]);
      expect(typesIn(text), text).toEqual([type]);
    }
  });

  test('has an example of its unique ids, which it alone claims', () => {
    expect(uniqueId === undefined).toBe(uniqueIdPrefix === undefined);
    if (uniqueId === undefined) return;
    expect(resourceTypes.filter((other) => isUniqueId(other, uniqueId)).map((other) => other.type)).toEqual([type]);
    expect(typeOfId(uniqueId)).toBeUndefined();
    expect(typesIn(uniqueId)).toEqual([type]);
  });

  test('is told, or at least not mistaken, by every alias of its example', () => {
    const aliases = [...spelled, id, ...(uniqueId === undefined ? [] : [uniqueId])].flatMap(aliasesOf);
    expect(aliases).toContain(id);
    for (const alias of aliases) {
      const types = typesIn(alias);
      // a UUID reveals nothing: a key and a call may have the same one
      if (types.length > 0 && (!uuid.test(alias) || alias === id)) expect(types, alias).toContain(type);
    }
    if (idPrefix !== undefined) expect(typesIn(id)).toEqual([type]);
  });

  test('has an id in Config, and names in event history, that its example gives', () => {
    const { configId, lookupNames = ['{id}'] } = resource;
    const inConfig = configIdOf(resource, uniqueId === undefined ? ref : { ...ref, id: uniqueId });
    // no call contains Config's own ids of build projects
    const isTold = configId !== undefined && (configId !== '{uniqueId}' || uniqueId !== undefined);
    expect(inConfig === undefined).toBe(!isTold);
    expect(lookupNamesOf(resource, ref)).toHaveLength(lookupNames.length);
    expect(eventSourcesOf(type)).not.toEqual([]);
    expect([inConfig ?? '', ...lookupNamesOf(resource, ref)].join(' ')).not.toMatch(/[{}]/);
  });

  test('has metrics and log groups whose names its example fills in', () => {
    const { metrics = [], logGroups = [] } = resource;
    for (const group of metrics) {
      expect(group.namespace).toMatch(/^AWS\/[A-Za-z0-9]+$/);
      expect(repeated([...Object.keys(group.dimensions), ...(group.furtherDimensions ?? [])])).toEqual([]);
      expect(repeated(group.metrics.map(({ metricName }) => metricName))).toEqual([]);
      const one: ResourceRef = group.onlyFor === undefined ? ref : { type, id: filled(group.onlyFor, {}) };
      const found = metricsOf(resource, one).filter(({ namespace }) => namespace === group.namespace);
      for (const each of group.metrics) expect(found).toContainEqual(expect.objectContaining(each));
      for (const { dimensions } of found) {
        for (const value of Object.values(dimensions)) expect(value).toMatch(/^[^{}]+$/);
      }
    }
    expect(logGroupsOf(resource, ref)).toHaveLength(logGroups.length);
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html, and the end of a prefix
    for (const group of logGroupsOf(resource, ref)) expect(group).toMatch(/^[A-Za-z0-9_\-/.#$]+\*?$/);
  });

  test('has neighbors that the catalog knows, each once, and of its own type by its configuration alone', () => {
    const { neighbors = [] } = resource;
    for (const neighbor of neighbors) expect(resourceType(neighbor.type)?.type, neighbor.type).toBe(neighbor.type);
    expect(repeated(neighbors.map((neighbor) => neighbor.type))).toEqual([]);
    // where an item tells itself apart from another of its kind: a queue from the queue of its dead letters
    const alike = neighbors.filter((neighbor) => neighbor.type === type);
    for (const { relation, namedBy } of alike)
      expect({ relation, namedBy }).toEqual({ relation: null, namedBy: 'itself' });
  });
});

const noSentence =
  /undefined|null|Infinity|\[object|native code|\(\)|\s{2}|^\s|\s$|[.,]$|\b(a|an) (a|an)\b|\ba [aeioAEIO]/;

describe.each(services)('service $name', (service) => {
  test('bears its name in its ARNs and hostnames in its event sources', () => {
    expect(service.name).toMatch(/^[a-z0-9]+$/);
    expect(service.eventSources.length).toBeGreaterThan(0);
    for (const source of service.eventSources) expect(source).toMatch(/^[a-z0-9-]+\.amazonaws\.com$/);
  });

  test('names known types by its parameters', () => {
    const unknown = Object.values(service.parameters).filter((type) => resourceType(type) === undefined);
    expect(unknown).toEqual([]);
  });

  test('has its calls under names without an API version', () => {
    for (const name of Object.keys(service.calls())) {
      expect(name).toMatch(/^[A-Z][A-Za-z0-9]+$/);
      expect(plainEventName(name)).toBe(name);
    }
  });

  test.each(Object.keys(service.calls()))('%s reads as a sentence whatever the record holds', (eventName) => {
    const sentence = service.calls()[eventName];
    if (sentence === undefined) throw new Error('no sentence');
    const misread: string[] = [];
    for (const [kind, member] of hostile) {
      for (const [where, wrap] of wrappings) {
        for (const eventSource of service.eventSources) {
          const words: unknown = sentence({ eventSource, eventName, ...wrap(member) });
          const isSentence =
            typeof words === 'string' &&
            !noSentence.test(words) &&
            typeof baseOf(words.split(' ')[0] ?? '') === 'string';
          if (!isSentence) misread.push(`${kind} ${where}: ${JSON.stringify(words)}`);
        }
      }
    }
    expect(misread).toEqual([]);
  });
});
