/** RDS's calls on what databases share, in words: parameter groups, option groups, subnet groups, and proxies. */
import { enumerate, flag, objects, text, texts } from '../read.ts';
import type { Call, Sentence } from '../service.ts';
import { did, inBrackets, nameAt, named, settingInWords, settings } from '../words.ts';

const parameterGroup = ({ request }: Call): string =>
  named('parameter group', text(request, 'dBParameterGroupName', 'dBClusterParameterGroupName'));

const resetParameters = (call: Call): string =>
  `reset ${parameterGroup(call)}${inBrackets(
    flag(call.request, 'resetAllParameters') === true && 'all parameters',
    ...texts(call.request, 'parameters', 'parameterName'),
  )}`;

const changedParameters = (call: Call): string => {
  const set = objects(call.request, 'parameters').flatMap((parameter) => {
    const name = text(parameter, 'parameterName');
    return name === undefined ? [] : settingInWords(name, parameter['parameterValue']);
  });
  return `changed ${parameterGroup(call)}${inBrackets(...set)}`;
};

const proxy = ({ request }: Call): string => named('database proxy', nameAt(request, 'dBProxyName'));

const proxyTargets =
  (verb: string, preposition: string): Sentence =>
  (call) => {
    const targets = ['dBInstanceIdentifiers', 'dBClusterIdentifiers'].flatMap((path) => texts(call.request, path));
    return `${verb} ${enumerate(targets) || 'targets'} ${preposition} ${proxy(call)}`;
  };

const onOptions =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${named('option group', nameAt(call.request, 'optionGroupName'))}${inBrackets(
      ...texts(call.request, 'optionsToInclude', 'optionName'),
      ...texts(call.request, 'optionsToRemove').map((name) => `without ${name}`),
    )}`;

export const groupCalls = (): Readonly<Record<string, Sentence>> => ({
  CreateDBProxy: (call) => `created ${proxy(call)}${inBrackets(text(call.request, 'engineFamily'))}`,
  ModifyDBProxy: (call) => `changed ${proxy(call)}${settings(call.request, 'dBProxyName', 'auth')}`,
  ModifyDBProxyTargetGroup: (call) =>
    `changed the connections of ${proxy(call)}${settings(objects(call.request, 'connectionPoolConfig')[0] ?? {})}`,
  DeleteDBProxy: (call) => `deleted ${proxy(call)}`,
  RegisterDBProxyTargets: proxyTargets('registered', 'with'),
  DeregisterDBProxyTargets: proxyTargets('deregistered', 'from'),

  ModifyDBSubnetGroup: (call) =>
    `changed ${named('database subnet group', nameAt(call.request, 'dBSubnetGroupName'))}${inBrackets(
      ...texts(call.request, 'subnetIds'),
    )}`,
  CreateOptionGroup: onOptions('created'),
  ModifyOptionGroup: onOptions('changed'),
  DeleteOptionGroup: onOptions('deleted'),
  CreateDBParameterGroup: (call) => `created ${parameterGroup(call)}`,
  CreateDBClusterParameterGroup: (call) => `created ${parameterGroup(call)}`,
  DeleteDBParameterGroup: (call) => `deleted ${parameterGroup(call)}`,
  DeleteDBClusterParameterGroup: (call) => `deleted ${parameterGroup(call)}`,
  ResetDBParameterGroup: resetParameters,
  ResetDBClusterParameterGroup: resetParameters,
  CreateDBSubnetGroup: did('created', 'database subnet group', 'dBSubnetGroupName'),
  DeleteDBSubnetGroup: did('deleted', 'database subnet group', 'dBSubnetGroupName'),
  ModifyDBParameterGroup: changedParameters,
  ModifyDBClusterParameterGroup: changedParameters,
});
