/** `obs3 help gate`: what the conditions of a gate mean, in addition to their list in the command's own help. */
import { defaultConditions } from '../../report/gate-settings.ts';
import type { Topic } from './topic.ts';

export const gate: Topic = {
  name: 'gate',
  summary: 'an exit code for a pipeline',
  text: `
obs3 gate --since <start of the deploy> judges what happened since then. A
condition that is met fails: exit code 1. If only gap failed, nothing is known
to be wrong, but something could not be seen: 3. Without --fail-on it checks
${defaultConditions.join(', ')}.

--fail-on adds the same conditions to investigate, who and the other commands,
as far as their timelines can tell them.

A write is in-band if a glob of --allow-principal matches the caller's ARN,
name, name/session or person, or if it continues an allowed principal's stack or
automation call. A write in the console is out-of-band, whoever made it.

--wait 20m waits, at most this long, until the evidence must have arrived:
trails are delivered, rules evaluated and metrics published with a lag. The
result says what it waited for. Ctrl-C ends the wait.

A policy file, obs3.gate.json in the working directory or --policy FILE, holds
conditions, allowed principals, ignored rules and exceptions. An exception has a
reason and a day on which it ends; what it excuses is still listed. Flags
override the file. obs3 schema gate-policy prints its schema.

  {
    "conditions": ["dangerous", "noncompliant", "alarm", "gap"],
    "allowedPrincipals": ["deploy/*"],
    "exceptions": [
      {
        "match": { "rule": "restricted-ssh", "resource": "sg-0a1b2c3d4e*" },
        "until": "2026-12-31",
        "reason": "the bastion, until the VPN is up"
      }
    ]
  }

For a CI system: -o github, junit, sarif or markdown (obs3 help output).`,
};
