/** A bucket's default encryption in words. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html */
import { isJsonObject, type JsonObject, objectAt, stringAt } from '../../model/json.ts';
import { type Phrase, shortValue } from './phrase.ts';
import type { States } from './states.ts';

/** "encryption aws:kms → none"; if the algorithm is the same, "encryption key … → …". */
export function encryptionPhrases({ before, after, isPartial }: States): readonly Phrase[] {
  const [old, now] = [encryptionOf(before), encryptionOf(after)];
  if (isPartial && !old.isKnown) return [{ words: `encryption → ${now.algorithm}` }];
  if (old.algorithm !== now.algorithm) return [{ words: `encryption ${old.algorithm} → ${now.algorithm}` }];
  if (old.key === now.key) return [];
  const [oldKey, newKey] = [shortValue(old.key), shortValue(now.key)];
  return [{ words: oldKey && newKey ? `encryption key ${oldKey} → ${newKey}` : 'encryption key changed' }];
}

function encryptionOf(state: JsonObject | null) {
  const { rules } = objectAt(objectAt(state ?? {}, 'supplementaryConfiguration'), 'ServerSideEncryptionConfiguration');
  const rule = Array.isArray(rules) ? rules.find(isJsonObject) : undefined;
  const standard = objectAt(rule, 'applyServerSideEncryptionByDefault');
  return {
    algorithm: stringAt(standard, 'sseAlgorithm') ?? 'none',
    key: stringAt(standard, 'kmsMasterKeyID') ?? 'aws',
    isKnown: rule !== undefined,
  };
}
