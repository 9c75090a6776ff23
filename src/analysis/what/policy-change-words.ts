/** Changes of policy documents in words: "policy: + Allow * s3:GetObject". */
import type { Change } from '../../model/event.ts';
import { isJsonObject, type JsonObject, type JsonValue, stringAt } from '../../model/json.ts';
import { parseArn } from '../../resources/arn.ts';
import { enumerate } from '../../resources/read.ts';
import { addedSign, type Phrase, removedSign, shortValue } from './phrase.ts';
import { isPolicy, openAt, type Place } from './place.ts';
import { plainPhrase } from './plain-words.ts';
import type { Step } from './states.ts';

/** undefined if the change is not in a policy. */
export function policyPhrases(change: Change, steps: readonly Step[]): readonly Phrase[] | undefined {
  const root = steps.findIndex(({ value }) => isPolicy(value));
  const place = steps.at(-1)?.place;
  if (root === -1 || root === steps.length - 1) return place && wholePhrases(change, steps, place);
  const name = policyName(steps.slice(0, root + 1));
  const inside = steps.slice(root + 1);
  const [member, statement] = inside;
  if (member?.label !== 'Statement') return [labeled(name, plainPhrase(change, inside))];
  const value = change.op === 'remove' ? change.before : change.after;
  if (change.op !== 'replace' && inside.length <= 2)
    return statementsIn(value).map((words) => ({ words: `${name}: ${signOf(change)} ${words}` }));
  const sid = statement?.isElement ? stringAt(statement.value, 'Sid') : undefined;
  const below = inside.slice(statement?.isElement ? 2 : 1);
  return [
    labeled(sid === undefined ? name : `${name} ${sid}`, listPhrase(change, below) ?? plainPhrase(change, below)),
  ];
}

/** For lists and for principals by kind, the names in them: who is trusted now is the point of the change. */
function listPhrase({ before, after }: Change, [element, ...further]: readonly Step[]): Phrase | undefined {
  const label = element?.label;
  if (typeof label !== 'string' || !/^(?:Not)?(?:Principal|Action|Resource)$/.test(label)) return undefined;
  // one text among others is described like any value
  if (further.some(({ isElement }) => isElement)) return undefined;
  const [old, now] = [before, after].map((value) => enumerate(principalNames(value)));
  if (old && now) return { words: `${label} ${old} → ${now}` };
  return old || now ? { words: `${old ? removedSign : addedSign} ${label}`, value: old || now || '' } : undefined;
}

const signOf = ({ op }: Change) => (op === 'remove' ? removedSign : addedSign);

const labeled = (name: string, { words, value }: Phrase): Phrase => ({
  words: `${name}: ${words}`,
  ...(value !== undefined && { value }),
});

/** A policy that came or went with all its statements, alone or inside something else. */
function wholePhrases({ before, after }: Change, steps: readonly Step[], place: Place): readonly Phrase[] | undefined {
  const phrases = ([before, after] as const).flatMap((value, index) =>
    policiesIn(value, steps, place).flatMap(({ name, policy }) => {
      const sign = index === 0 ? removedSign : addedSign;
      const told = statementsIn(policy['Statement']);
      return (told.length > 0 ? told : ['an empty policy']).map(
        (words): Phrase => ({ words: `${name}: ${sign} ${words}` }),
      );
    }),
  );
  return phrases.length > 0 ? phrases : undefined;
}

/** The policies in a value: the value itself, or its members, since an inline policy has a name and a document. */
function policiesIn(value: JsonValue | undefined, steps: readonly Step[], place: Place) {
  if (value === undefined) return [];
  const { value: opened } = openAt(value, place);
  if (isPolicy(opened) && isJsonObject(opened)) return [{ name: policyName(steps), policy: opened }];
  if (!isJsonObject(opened)) return [];
  return Object.entries(opened).flatMap(([key, member]) => {
    const inside = member === undefined ? undefined : openAt(member, place.member(key)).value;
    if (!isPolicy(inside) || !isJsonObject(inside)) return [];
    const at: Step = { label: key, value: inside, place, isElement: false };
    const own = stringAt(opened, 'policyName') ?? stringAt(opened, 'PolicyName');
    return [{ name: own === undefined ? policyName([...steps, at]) : `policy ${own}`, policy: inside }];
  });
}

/** "policy", "trust policy" of a role, "policy NAME" of an inline policy, "policy v2" of a version. */
function policyName(steps: readonly Step[]): string {
  if (steps.some(({ label }) => /^assumeRolePolicyDocument$/i.test(label ?? ''))) return 'trust policy';
  const element = steps.findLast(({ isElement }) => isElement)?.label;
  const name = element === undefined ? undefined : shortValue(element);
  return name === undefined ? 'policy' : `policy ${name}`;
}

const statementsIn = (value: JsonValue | undefined): readonly string[] =>
  (Array.isArray(value) ? value : [value ?? null]).filter(isJsonObject).map(statementWords);

/** "Allow * s3:GetObject", "Deny s3:* on arn:aws:s3:::bucket/*, with conditions" */
function statementWords(statement: JsonObject): string {
  const who = principalsOf(statement);
  const [actions, resources] = [namesOf(statement, 'Action'), namesOf(statement, 'Resource')];
  const parts = [stringAt(statement, 'Effect') ?? 'no effect', who, actions];
  // in a resource's own policy the resource is known
  if (who === '' && resources !== '') parts.push(`on ${resources}`);
  const { Condition: condition } = statement;
  const conditions = isJsonObject(condition) && Object.keys(condition).length > 0 ? ', with conditions' : '';
  return `${parts.filter((part) => part !== '').join(' ')}${conditions}`;
}

const listOf = (value: JsonValue | undefined): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');

/** "s3:GetObject and s3:PutObject", "all but iam:*" */
function namesOf(statement: JsonObject, element: 'Action' | 'Resource'): string {
  const not = listOf(statement[`Not${element}`]);
  return not.length > 0 ? `all but ${enumerate(not)}` : enumerate(listOf(statement[element]));
}

function principalsOf(statement: JsonObject): string {
  const not = principalNames(statement['NotPrincipal']);
  return not.length > 0 ? `all but ${enumerate(not)}` : enumerate(principalNames(statement['Principal']));
}

const principalNames = (principal: JsonValue | undefined): readonly string[] =>
  (isJsonObject(principal) ? Object.values(principal).flatMap((names) => listOf(names)) : listOf(principal)).map(
    shortPrincipal,
  );

/** The account, if it is the principal; "444455556666:role/deploy"; otherwise the text itself. */
function shortPrincipal(name: string): string {
  const arn = parseArn(name);
  if (arn?.service !== 'iam' && arn?.service !== 'sts') return name;
  return arn.resource === 'root' ? arn.account : `${arn.account}:${arn.resource}`;
}
