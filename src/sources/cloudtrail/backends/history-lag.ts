/** When an event is sure to be in the event history. */

/**
 * "within an average of about 5 minutes of an API call. This time is not guaranteed"; at most 10 in measured deliveries.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html
 */
export const lagSeconds = 20 * 60;
