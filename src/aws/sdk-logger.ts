/**
 * The SDK's warnings are for whoever writes programs with it (`AWS_PROFILE is set` beside keys, where --profile was given):
 * standard error is for what people are told.
 */
const ignore = (): void => {};

export const quiet = { debug: ignore, info: ignore, warn: ignore, error: ignore };
