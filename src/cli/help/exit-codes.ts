/** `obs3 help exit-codes`, generated from the one table of them. */
import { exitCodes } from '../../model/error.ts';
import type { Topic } from './topic.ts';

const table = exitCodes.map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`).join('\n');

export const exitCodesTopic: Topic = {
  name: 'exit-codes',
  summary: 'what a script gets',
  text: `
${table}

A report that found nothing is a report: 0. So is one with gaps, unless --strict
or --fail-on gap asks for 3. If a condition failed and there is also a gap, the
condition wins: 1. Readable files without any AWS record make a report with a
gap; a path that does not exist, or whose files cannot be opened, makes none: 2.

A closed pipe (obs3 ... | head) is 0, and silent. Standard output holds the
result and nothing else; progress, warnings and errors are on standard error. An
error is one line, 'obs3: what is wrong; what to do'.

doctor: 0 when an investigation can be complete, 3 when it would have blocking
gaps, 4 when nothing can be asked or the files hold no record.

  obs3 gate --since 30m || case $? in
    1) echo 'roll back' ;;
    3) echo 'not everything could be seen' ;;
    *) echo 'obs3 has no answer' ;;
  esac`,
};
