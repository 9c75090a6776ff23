/** Applies every relation in turn, each building on the ones before it: the links that hold, and the candidates that lost. */
import { alarmLinks, endedAlarms } from './alarmed.ts';
import { type Candidate, choose, type Found, joined } from './candidate.ts';
import { type Changed, changedLinks, type RelatedEvents } from './changed.ts';
import { continuedLinks } from './continued.ts';
import { endedCredentials } from './credentials.ts';
import { failedLinks } from './failed.ts';
import { flippedLinks, type NextFlip, nextFlips } from './flipped.ts';
import { foundLinks } from './found.ts';
import { letInLinks } from './let-in.ts';
import { letInByProvider } from './let-in-federated.ts';
import { precededCandidates } from './preceded.ts';
import { recoveredLinks } from './recovered.ts';
import { remediatedLinks } from './remediated.ts';
import type { ResourceIndex } from './resource-index.ts';
import { revertedLinks } from './reverted.ts';
import { withAwaited } from './took-effect.ts';

export interface FoundLinks extends Found {
  readonly changed: Changed;
  readonly nextFlip: NextFlip;
  /** From the calls that revoked credentials to those that issued them. They join a chain, but never merge two. */
  readonly ended: readonly Candidate[];
}

export function findLinks(index: ResourceIndex, related: RelatedEvents): FoundLinks {
  const changed = changedLinks(index, related);
  const flipped = flippedLinks(index, changed);
  const reverted = revertedLinks(index, changed);
  const nextFlip = nextFlips(index.flips);
  const remediated = remediatedLinks({
    index,
    nextFlip,
    changed: changed.chosen,
    flipped: flipped.chosen,
    reverted: reverted.chosen,
  });
  const effects = effectLinks(index, changed, reverted);
  const recovered = recoveredLinks({ index, reverted: reverted.chosen, effects: effects.chosen });
  const undone = [...reverted.chosen, ...recovered.chosen];
  const letIn = letInLinks(index, changed, undone);
  const all = joined([
    changed,
    flipped,
    reverted,
    recovered,
    remediated,
    effects,
    letIn,
    letInByProvider(index, changed, undone),
    foundLinks(index),
    failedLinks(index),
    continuedLinks(index),
  ]);
  return { ...all, changed, nextFlip, ended: [...endedCredentials(index)] };
}

/**
 * Links shifts, log lines and traffic to earlier changes, and alarms to their shift or else to a change; an alarm's end follows
 * it.
 */
function effectLinks(index: ResourceIndex, changed: Changed, reverted: Found): Found {
  const watched = alarmLinks(index);
  const undoes = new Map(reverted.chosen.map(({ from, to }) => [from, to]));
  const found = joined(
    index.effects.map((effect): Found => {
      const candidates: readonly Candidate[] = [
        ...watched(effect),
        ...precededCandidates(effect, { index, changed, undoes }),
      ];
      return withAwaited(choose(candidates), index);
    }),
  );
  return { ...found, chosen: [...found.chosen, ...endedAlarms(index, found.chosen)] };
}
