/** The evidence of one type. */
import type { Evidence } from '../model/evidence.ts';

export const ofType = <Type extends Evidence['type']>(evidence: readonly Evidence[], type: Type) =>
  evidence.filter((item): item is Extract<Evidence, { type: Type }> => item.type === type);
