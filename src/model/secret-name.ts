/** The name of a secret, which its ARN spells with a random suffix. */

/** Secrets Manager adds a hyphen and six random characters: https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html */
const secretSuffix = /-[A-Za-z0-9]{6}$/;

/** A secret's name, or the resource of its ARN, without the random suffix. */
export const withoutSuffix = (secret: string): string => secret.replace(secretSuffix, '');
