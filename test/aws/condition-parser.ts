/** What the query languages of Insights and Config have in common: conditions joined by `or`, `and`, `not` and parentheses. */
import type { AwsError } from './aws-error.ts';

export interface Token {
  readonly kind: 'text' | 'regexp' | 'sign' | 'word';
  readonly value: string;
}

export type ConditionOn<Subject> = (subject: Subject) => boolean;

export abstract class ConditionParser<Subject> {
  private position = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  /** Parses what is between the words that join conditions. */
  protected abstract comparison(): ConditionOn<Subject>;
  protected abstract endedEarly(): AwsError;
  protected abstract isMissing(word: string): AwsError;

  protected disjunction(): ConditionOn<Subject> {
    const parts = [this.conjunction()];
    while (this.takes('or')) parts.push(this.conjunction());
    return (subject) => parts.some((part) => part(subject));
  }

  private conjunction(): ConditionOn<Subject> {
    const parts = [this.negation()];
    while (this.takes('and')) parts.push(this.negation());
    return (subject) => parts.every((part) => part(subject));
  }

  private negation(): ConditionOn<Subject> {
    if (this.takes('not')) {
      const part = this.negation();
      return (subject) => !part(subject);
    }
    if (!this.takes('(')) return this.comparison();
    const inner = this.disjunction();
    this.needs(')');
    return inner;
  }

  protected get isAtEnd(): boolean {
    return this.position >= this.tokens.length;
  }

  protected next(): Token {
    const found = this.tokens[this.position++];
    if (!found) throw this.endedEarly();
    return found;
  }

  /** @param value in lower case */
  protected takes(value: string): boolean {
    const found = this.tokens[this.position];
    const isIt = (found?.kind === 'word' || found?.kind === 'sign') && found.value.toLowerCase() === value;
    if (isIt) this.position++;
    return isIt;
  }

  protected needs(value: string): void {
    if (!this.takes(value)) throw this.isMissing(value);
  }
}
