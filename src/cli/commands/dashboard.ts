/** `obs3 dashboard`: a dashboard's body on standard output, for `aws cloudwatch put-dashboard`. Writes nothing to AWS. */
import { Command } from 'commander';
import { type AskFlags, ask, type Finish } from '../ask.ts';
import { type CliIo, writeLines } from '../io.ts';
import { jsonLines } from '../json-lines.ts';
import { addLiveOptions } from '../options/live.ts';
import { addTargetOptions } from '../options/question.ts';
import { collect } from '../options/repeatable.ts';
import { addWindowOptions } from '../options/window.ts';

const help = `
Put it up with:
  obs3 dashboard i-0f1e2d3c4b5a69788 --since 6h |
    aws cloudwatch put-dashboard --dashboard-name incident \\
      --dashboard-body file:///dev/stdin`;

export function dashboardCommand(io: CliIo, finish: Finish): Command {
  const command = new Command('dashboard')
    .summary('print a CloudWatch dashboard of a resource: metrics, alarms, logs and its changes')
    .description(
      'Prints the body of a CloudWatch dashboard: the metrics of a resource and of its neighbors, their alarms, the errors in their logs, and a line at every change.',
    )
    .argument('<target...>', 'id, ARN or name of a resource, or alarm:NAME');
  addTargetOptions(command);
  addLiveOptions(command);
  addWindowOptions(command);
  command
    .option('--region <region>', 'ask this region, or all; repeatable', collect)
    .option('--plan', 'print what would be asked and read, without asking');
  command.addHelpText('after', help);
  return command.action(async (targets: readonly string[], flags: AskFlags) => {
    const { dashboardBody } = await import('../../analysis/impact/dashboard.ts');
    const home =
      flags.region?.find((region) => region !== 'all') ?? io.env['AWS_REGION'] ?? io.env['AWS_DEFAULT_REGION'];
    finish(
      await ask(
        'investigate',
        targets,
        { ...flags, output: flags.plan ? 'table' : 'json' },
        io,
        (question) => ({ ...question, listsWatched: true }),
        (report) => writeLines(io.stdout, jsonLines(dashboardBody(report, home || 'us-east-1'))),
      ),
    );
  });
}
