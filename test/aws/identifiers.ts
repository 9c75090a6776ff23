/** Made-up ids that come out the same in every run. */
import { createHash } from 'node:crypto';

const hexOf = (label: string): string => createHash('sha256').update(label).digest('hex');

/** Shaped like a random (version 4) UUID. */
export function uuidOf(label: string): string {
  const hex = hexOf(label);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** 16 upper-case letters and digits, like those after "ASIA" in an access key id. */
export const keySuffixOf = (label: string): string => hexOf(label).toUpperCase().slice(0, 16);

/** 56 digits, like an event's id in CloudWatch Logs. */
export const eventNumberOf = (label: string): string =>
  BigInt(`0x${hexOf(label).slice(0, 46)}`)
    .toString()
    .padStart(56, '3');
