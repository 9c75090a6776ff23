/** Derives from one spelling of a resource all the others that follow from it, so that evidence is found whichever it uses. */
import { idsOfArn, parseArn } from './arn.ts';
import { fieldsOfSpelling, templatesOf, withDerived } from './fields.ts';
import { typeOfSpelling } from './identify.ts';
import { fillTemplate } from './template.ts';

/**
 * The text itself, then the ids inside it, then the spellings that its type has: a queue's URL gives its name and ARN, a
 * version's ARN the function's. Nothing follows from a plain name.
 */
export function aliasesOf(text: string): readonly string[] {
  const arn = parseArn(text);
  const type = typeOfSpelling(text);
  const spelled = type && fieldsOfSpelling(type, text);
  const fields = type && spelled && withDerived(type, spelled);
  const written = fields ? templatesOf(type).flatMap((template) => fillTemplate(template, fields) ?? []) : [];
  return [...new Set([text, ...(arn ? idsOfArn(arn) : []), ...(fields?.['id'] ? [fields['id']] : []), ...written])];
}

/** A queue's URL, or S3's own: it names a resource as completely as an ARN does. */
export const isUrl = (text: string): boolean => text.startsWith('https://') || text.startsWith('s3://');
