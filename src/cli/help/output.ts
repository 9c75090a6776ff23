/** `obs3 help output`: every format, and what programs may rely on. */
import type { RendererName } from '../../render/index.ts';
import type { Topic } from './topic.ts';

/** A format without a line here does not compile. */
const formats: Readonly<Record<RendererName, string>> = {
  table: 'for people (default): the answer, a timeline, what was read',
  json: 'one document, obs3.report/v1 (obs3 schema prints its schema)',
  ndjson: 'the same as JSON Lines, {"type", "data"} each, as it is found',
  csv: 'a row for every event, for a spreadsheet',
  markdown: 'for pull request comments: incidents, timeline, diffs',
  junit: 'test results in XML: a case for each condition or finding',
  sarif: 'SARIF 2.1.0 for code scanning: a result for each finding',
  github: 'annotations for GitHub Actions, and the summary of the job',
};

const table = Object.entries(formats)
  .map(([name, text]) => `  ${name.padEnd(9)} ${text}`)
  .join('\n');

export const output: Topic = {
  name: 'output',
  summary: 'formats, and what programs can rely on',
  text: `
--output, -o prints a report as:

${table}

The same evidence gives the same output, whatever its order; in json and ndjson,
generatedAt, query.now (without --now) and the measured seconds vary. Within a
schema's version, fields are only ever added. Text from logs is made harmless
for each format: what a terminal would obey becomes a visible character, and in
JSON an escape.

If who without a target finds more than 20,000 calls in files, as json, ndjson
or csv, it reads the files again and prints call by call, in order of time,
without keeping them in memory. From s3:// and standard input, and for a gate
(--fail-on, --strict), all are kept.

csv: RFC 4180 with line feeds, in UTF-8; always with a header, nothing
collapsed. Columns keep their names and order, new ones come last. A cell that
could be taken for a formula (it begins with = + - @, a tab or a carriage
return) has an apostrophe in front: programs should strip it. If something may
be missing, a line on standard error says so.

markdown: at most 65,000 characters, since GitHub takes 65,536; what was left
out is counted. Nothing in it mentions people or issues, or becomes a link. It
begins with <!-- obs3.report/v1 -->, so that an earlier one can be found.

junit: with a gate, a case for each condition. Without one, a failed case for
each dangerous call, broken rule and alarm. Whether everything could be seen is
also a case: a blocking gap is an error, not a failure.

sarif: rules are named danger/..., config/... and gate/...; a result is located
in the file that the record was read from, or, if read from AWS, at the made-up
path aws/ACCOUNT/REGION/TYPE/ID. The event's id is its fingerprint, its chain
the code flow, a gap a notification of the run. What the gate's policy excuses
is suppressed, with the reason.

github: ::error for what failed the gate, ::warning for what could not be seen;
without a gate, by severity. GitHub shows ten of each, the log has all. If
GITHUB_STEP_SUMMARY names a file, the markdown is appended to it.

Colors are off in a pipe, with --no-color and with NO_COLOR. COLUMNS sets the
width of the table; in a pipe it is 120.

At a terminal, what is longer than the screen is shown in a pager: OBS3_PAGER,
PAGER, or less. With --no-pager or an empty OBS3_PAGER, or if the pager fails,
it is printed directly. The exit code is the same, however early the pager is
quit.

  obs3 who --outcome denied --from ./logs -o json | jq -r '.timeline[].summary'
  obs3 investigate --since 1h -o ndjson | jq -c 'select(.type == "chain").data'
  obs3 investigate sg-0a1b2c3d4e5f60718 --since 1d -o csv > events.csv`,
};
