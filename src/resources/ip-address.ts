/** Which addresses belong to a network's own hosts only: any other may be anybody's. */

/**
 * Private (RFC 1918, RFC 4193), shared (RFC 6598), loopback, link-local and multicast addresses:
 * https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry
 */
const privateForms = [
  /^(?:0|10|127|22[4-9]|2[34]\d|25[0-5])\./,
  /^172\.(?:1[6-9]|2\d|3[01])\./,
  /^192\.168\./,
  /^169\.254\./,
  /^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^(?:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]|ff[0-9a-f]{2}):/i,
  /^::1?$/,
];

const addressForm = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\d{0,3}(?:\.\d{1,3}){3})?)$/i;

export const isIpAddress = (text: string): boolean => text.length <= 45 && addressForm.test(text);

/** An address of the public internet; false for private ones and for text that is not an address. */
export const isPublicAddress = (text: string): boolean =>
  isIpAddress(text) && !privateForms.some((form) => form.test(text));
