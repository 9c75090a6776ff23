/**
 * The commands: their names, and where each is defined. Only the one that is called is loaded; the overall help needs nothing
 * beyond this file. To add one: a file in `commands/` and its entry here.
 */
import type { Command } from 'commander';
import type { Finish } from './ask.ts';
import type { CliIo } from './io.ts';

export interface CommandEntry {
  readonly name: string;
  /** What follows the name in the list of commands. */
  readonly usage: string;
  readonly summary: string;
  readonly load: (io: CliIo, finish: Finish) => Promise<Command>;
}

export const commandList: readonly CommandEntry[] = [
  {
    name: 'investigate',
    usage: '[options] [target...]',
    summary: 'everything about a resource, a principal or a window, on one timeline',
    load: async (io, finish) => (await import('./commands/investigate.ts')).investigateCommand(io, finish),
  },
  {
    name: 'who',
    usage: '[options] [target...]',
    summary: 'who called what: the calls on a target, or made by a principal',
    load: async (io, finish) => (await import('./commands/who.ts')).whoCommand(io, finish),
  },
  {
    name: 'whois',
    usage: '[options] <principal>',
    summary: 'who is behind a key, session, call or name, and what is new about it',
    load: async (io, finish) => (await import('./commands/whois.ts')).whoisCommand(io, finish),
  },
  {
    name: 'what',
    usage: '[options] [target...]',
    summary: 'what changed: each recorded state of a resource, against the one before',
    load: async (io, finish) => (await import('./commands/what.ts')).whatCommand(io, finish),
  },
  {
    name: 'compliance',
    usage: '[options] [target...]',
    summary: 'is it compliant: each rule, since when, by whose change; without a target, the account',
    load: async (io, finish) => (await import('./commands/compliance.ts')).complianceCommand(io, finish),
  },
  {
    name: 'inventory',
    usage: '[options]',
    summary: 'resources by type, region and account, and who changed them last and when',
    load: async (io, finish) => (await import('./commands/inventory.ts')).inventoryCommand(io, finish),
  },
  {
    name: 'impact',
    usage: '[options] [target...]',
    summary: 'what it did to the system: metrics, alarms, logs and traffic of a resource',
    load: async (io, finish) => (await import('./commands/impact.ts')).impactCommand(io, finish),
  },
  {
    name: 'gate',
    usage: '[options] [target...]',
    summary: 'did a deploy break, endanger or trip anything: exit code 1 when it did',
    load: async (io, finish) => (await import('./commands/gate.ts')).gateCommand(io, finish),
  },
  {
    name: 'dashboard',
    usage: '[options] <target...>',
    summary: 'print a CloudWatch dashboard of a resource: metrics, alarms, logs and its changes',
    load: async (io, finish) => (await import('./commands/dashboard.ts')).dashboardCommand(io, finish),
  },
  {
    name: 'index',
    usage: '[options] <path>',
    summary: 'index an archive, so that the next question opens few of its files',
    load: async (io) => (await import('./commands/index-archive.ts')).indexCommand(io),
  },
  {
    name: 'cache',
    usage: '<info|clear>',
    summary: 'what is kept so that asking again is free: answers, indexes, objects',
    load: async (io) => (await import('./commands/cache.ts')).cacheCommand(io),
  },
  {
    name: 'demo',
    usage: '[options]',
    summary: 'investigate the bundled example: ssh opened to the world, and closed again',
    load: async (io, finish) => (await import('./commands/demo.ts')).demoCommand(io, finish),
  },
  {
    name: 'doctor',
    usage: '[options]',
    summary: 'what can be seen: permissions, trails, recorder, alarms, logs; or what files hold',
    load: async (io, finish) => (await import('./commands/doctor.ts')).doctorCommand(io, finish),
  },
  {
    name: 'policy',
    usage: '[options]',
    summary: 'print the IAM policy that obs3 needs, read-only',
    load: async (io) => (await import('./commands/policy.ts')).policyCommand(io),
  },
  {
    name: 'schema',
    usage: '[document]',
    summary: 'print the JSON Schema of a document',
    load: async (io) => (await import('./commands/schema.ts')).schemaCommand(io),
  },
  {
    name: 'completion',
    usage: '<shell>',
    summary: 'print a script that completes commands and flags in a shell',
    load: async (io) => (await import('./commands/completion.ts')).completionCommand(io),
  },
  {
    name: 'help',
    usage: '[name...]',
    summary: 'help for a command or a topic',
    load: async (io) => (await import('./commands/help.ts')).helpCommand(io),
  },
];
