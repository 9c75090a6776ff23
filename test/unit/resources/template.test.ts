import { describe, expect, test } from 'vitest';
import { fillTemplate, matchTemplate } from '../../../src/resources/template.ts';

describe('a template reads text of its form', () => {
  test.each<[string, string, Record<string, string> | undefined]>([
    ['{id}', 'orders', { id: 'orders' }],
    ['{id}', 'a/b', undefined],
    ['{id}', 'a:b', undefined],
    ['{id}', '', undefined],
    ['group:{id/}', 'group:/aws/lambda/orders', { id: '/aws/lambda/orders' }],
    ['group:{id/}', 'group:orders:*', undefined],
    ['lb/{id/+}', 'lb/app/web/1', { id: 'app/web/1' }],
    ['lb/{id/+}', 'lb/web', undefined],
    ['lb/{id/+}', 'lb/web/', undefined],
    ['{id*}', 'a/b:c', { id: 'a/b:c' }],
    ['role/{path}{id}', 'role/deploy', { path: '', id: 'deploy' }],
    ['role/{path}{id}', 'role/a/b:c/deploy', { path: 'a/b:c/', id: 'deploy' }],
    ['role/{path}{id}', 'role/', undefined],
    ['{region}.{domain}', 'cn-north-1.amazonaws.com.cn', { region: 'cn-north-1', domain: 'amazonaws.com.cn' }],
    ['{region}.{domain}', 'us-east-1xamazonawsxcom', undefined],
    ['{account}', '111122223333', { account: '111122223333' }],
    ['{account}', 'aws', { account: 'aws' }],
    ['{account}', '1111', undefined],
    ['name/{hex}', 'name/50dc6c495c0c9188', { hex: '50dc6c495c0c9188' }],
    ['name/{hex}', 'name/orders', undefined],
    ['a.b|{id}', 'a.b|c', { id: 'c' }],
    ['a.b|{id}', 'axb', undefined],
    ['arn:*', 'arn:*', {}],
  ])('%s of %s', (template, text, fields) => {
    const found = matchTemplate(template, text);
    expect(fields === undefined ? found : { ...found }).toEqual(fields);
  });
});

describe('a template writes text', () => {
  test.each<[string, Record<string, string>, string | undefined]>([
    ['{a}-{b}', { a: '1', b: '2' }, '1-2'],
    ['{a}-{b}', { a: '1' }, undefined],
    ['{a}', { a: '' }, undefined],
    ['{path}{id}', { id: 'deploy' }, 'deploy'],
    ['{path}{id}', { path: 'team/', id: 'deploy' }, 'team/deploy'],
    ['{id/+}!', { id: 'a/b' }, 'a/b!'],
    ['no braces', {}, 'no braces'],
    // not a field of ours, but a member of every object
    ['{constructor}', {}, undefined],
  ])('%s with %j', (template, fields, text) => {
    expect(fillTemplate(template, fields)).toBe(text);
  });

  test('what it writes it reads', () => {
    const template = 'arn:{partition}:ecs:{region}:{account}:service/{cluster}/{id}';
    const fields = { partition: 'aws', region: 'eu-west-1', account: '111122223333', cluster: 'main', id: 'web' };
    expect(matchTemplate(template, fillTemplate(template, fields) ?? '')).toEqual(fields);
  });
});
