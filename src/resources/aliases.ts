/** One spelling of a resource -> every other that follows from it, so that evidence is found under whichever it uses. */
import { idsOfArn, parseArn } from './arn.ts';
import { fieldsOfSpelling, templatesOf, withDerived } from './fields.ts';
import { typeOfSpelling } from './identify.ts';
import { fillTemplate } from './template.ts';

/**
 * The text itself, then the ids inside it, then the spellings that its type has: a queue's URL gives its name and ARN, a
 * version's ARN the function's. From a plain name nothing follows.
 */
export function aliasesOf(text: string): readonly string[] {
  const arn = parseArn(text);
  const type = typeOfSpelling(text);
  const spelled = type && fieldsOfSpelling(type, text);
  const fields = type && spelled && withDerived(type, spelled);
  const written = fields ? templatesOf(type).flatMap((template) => fillTemplate(template, fields) ?? []) : [];
  return [...new Set([text, ...(arn ? idsOfArn(arn) : []), ...(fields?.['id'] ? [fields['id']] : []), ...written])];
}

/** A queue's, or S3's own: a resource's whole name, as its ARN is. */
export const isUrl = (text: string): boolean => text.startsWith('https://') || text.startsWith('s3://');
