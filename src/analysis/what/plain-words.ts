/** Words for a change that needs no special ones. */
import type { Change } from '../../model/event.ts';
import { isJsonObject, type JsonValue } from '../../model/json.ts';
import { parseArn } from '../../resources/arn.ts';
import { addedSign, type Phrase, removedSign, shortValue } from './phrase.ts';
import type { Step } from './states.ts';

const nothing = (value: JsonValue | undefined) => value === undefined || value === null;

/** "timeout 30 → 3", "+ vpcConfig.subnetIds subnet-1", "Environment changed" */
export function plainPhrase({ op, before, after }: Change, steps: readonly Step[]): Phrase {
  const last = steps.at(-1);
  if (op === 'replace') {
    const name = nameOf(steps);
    const [old, now] = [shortValue(before), shortValue(after)];
    // a call shows what it sets, not what was there before
    if (before === undefined) return { words: now === undefined ? `${name} set` : `${name} → ${now}` };
    const areScalars = !isObject(before) && !isObject(after);
    if (areScalars && old !== undefined && now !== undefined)
      return { words: old === now ? `${name} changed` : `${name} ${old} → ${now}` };
    if (nothing(before)) return { words: `${addedSign} ${name}`, value: now ?? '' };
    if (nothing(after)) return { words: `${removedSign} ${name}`, value: old ?? '' };
    return { words: `${name} changed` };
  }
  const sign = op === 'add' ? addedSign : removedSign;
  const value = op === 'add' ? after : before;
  const tag = last?.isElement === true ? tagWords(value) : undefined;
  if (tag) return { words: `${sign} ${nameOf(steps.slice(0, -1))}.${tag}` };
  if (last?.isElement)
    return {
      words: `${sign} ${nameOf(steps.slice(0, -1))}`,
      value: elementWords(last, value) ?? shortValue(value) ?? '',
    };
  return { words: `${sign} ${nameOf(steps)}`, value: shortValue(value) ?? '' };
}

const isObject = (value: JsonValue | undefined) => typeof value === 'object' && value !== null;

/** The key of an element that is an object; once it came or went, its position means nothing. */
function elementWords({ label }: Step, value: JsonValue | undefined): string | undefined {
  if (!isJsonObject(value) || label === undefined || /^[0-9]+$/.test(label)) return undefined;
  const resource = parseArn(label)?.resource ?? label;
  return shortValue(resource.replace(/^policy\/(.*\/)?/, ''));
}

/** "cost-center 4100" of `{key, value}` */
function tagWords(value: JsonValue | undefined): string | undefined {
  if (!isJsonObject(value)) return undefined;
  const [key, text] = [value['key'] ?? value['Key'], value['value'] ?? value['Value']];
  if (typeof key !== 'string' || key === '') return undefined;
  return `${key} ${shortValue(text) ?? ''}`.trimEnd();
}

/** `/configuration/timeout` -> "timeout", `/tags/Name` -> "tags.Name", `…/containerDefinitions/0/image` -> "containerDefinitions.app.image" */
function nameOf(steps: readonly Step[]): string {
  const labels = steps.flatMap(({ label }) => label ?? []);
  const [section] = labels;
  const isSection = section === 'configuration' || section === 'supplementaryConfiguration';
  // in a list of tags, the value of an element is the tag
  const named = labels.at(-1) === 'value' && /tag/i.test(labels.at(-3) ?? '') ? labels.slice(0, -1) : labels;
  const name = (isSection && named.length > 1 ? named.slice(1) : named).join('.');
  return nouns.reduce((words, [list, noun]) => words.replace(list, noun), name).trimEnd();
}

/** What people call the elements of some lists. */
const nouns: readonly (readonly [RegExp, string])[] = [
  [/^BucketLifecycleConfiguration\.rules(\.|$)/, 'lifecycle rule '],
  [/^BucketCrossOriginConfiguration\.rules(\.|$)/, 'CORS rule '],
  [/^attachedManagedPolicies(\.|$)/, 'managed policy '],
  [/^(vpcS|s)ecurityGroups(\.|$)/, 'security group '],
  [/^blockDeviceMappings(\.|$)/, 'block device '],
  [/^listenerDescriptions(\.|$)/, 'listener '],
];
