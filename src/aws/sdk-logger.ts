/**
 * Silences the SDK's warnings, which address programmers (`AWS_PROFILE is set` beside keys, although --profile was given):
 * standard error is for messages to the user.
 */
const ignore = (): void => {};

export const quiet = { debug: ignore, info: ignore, warn: ignore, error: ignore };
