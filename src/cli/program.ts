/** The commands, registered. To add one: a file in `commands/` and its line here. */
import { Command } from 'commander';
import { exitCodes } from '../model/error.ts';
import type { Finish } from './ask.ts';
import { cacheCommand } from './commands/cache.ts';
import { completionCommand } from './commands/completion.ts';
import { complianceCommand } from './commands/compliance.ts';
import { dashboardCommand } from './commands/dashboard.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { gateCommand } from './commands/gate.ts';
import { helpCommand } from './commands/help.ts';
import { impactCommand } from './commands/impact.ts';
import { inventoryCommand } from './commands/inventory.ts';
import { investigateCommand } from './commands/investigate.ts';
import { policyCommand } from './commands/policy.ts';
import { schemaCommand } from './commands/schema.ts';
import { whatCommand } from './commands/what.ts';
import { whoCommand } from './commands/who.ts';
import { whoisCommand } from './commands/whois.ts';
import { topicOf, topics, topicText } from './help/index.ts';
import type { CliIo } from './io.ts';
import { version } from './version.ts';

const exitCodeHelp = [
  '',
  'Exit codes:',
  ...exitCodes.map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`),
].join('\n');

const topicHelp = [
  '',
  'Topics (obs3 help <topic>):',
  ...topics.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}`),
].join('\n');

const exampleHelp = `
Examples:
  obs3 demo                                              the bundled example
  obs3 investigate sg-0a1b2c3d4e5f60718 --since 2h       ask AWS
  obs3 investigate sg-0a1b2c3d4e5f60718 --from ./logs    read delivered files
  obs3 who alice --as principal --reads --from ./logs    all that alice did
  obs3 who --outcome denied --from ./logs -o json        every denied call`;

export function createProgram(io: CliIo, finish: Finish): Command {
  const program = new Command('obs3')
    .description(
      'Who did it, what changed, is it compliant, what did it do: one timeline from CloudTrail, AWS Config and CloudWatch.',
    )
    .version(version(), '-V, --version', 'print the version')
    .option('--debug', 'show the stack of an unexpected error')
    .addHelpText('after', `${exampleHelp}\n${topicHelp}\n${exitCodeHelp}`)
    .showHelpAfterError(false);
  const commands = [
    investigateCommand(io, finish),
    whoCommand(io, finish),
    whoisCommand(io, finish),
    whatCommand(io, finish),
    complianceCommand(io, finish),
    inventoryCommand(io, finish),
    impactCommand(io, finish),
    gateCommand(io, finish),
    dashboardCommand(io, finish),
    cacheCommand(io),
    demoCommand(io, finish),
    doctorCommand(io, finish),
    policyCommand(io),
    schemaCommand(io),
    completionCommand(io),
    helpCommand(io),
  ];
  for (const command of commands) {
    program.addCommand(command);
    // `obs3 help gate` is about both
    const topic = topicOf(command.name());
    if (topic) command.addHelpText('after', `\n${topicText(topic).trimEnd()}`);
  }
  return program;
}
