/** Requests a second, counted as AWS counts them: a token bucket for each action, account and region. */
import type { Clock } from './clock.ts';

/**
 * Requests a second per account and region, if AWS publishes them:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html,
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html,
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
export const publishedRates: Readonly<Record<string, number>> = {
  'cloudtrail:LookupEvents': 2,
  'cloudwatch:DescribeAlarmHistory': 20,
  'cloudwatch:DescribeAlarms': 9,
  'cloudwatch:DescribeAlarmsForMetric': 9,
  'cloudwatch:GetMetricData': 500,
  'cloudwatch:ListMetrics': 25,
  'logs:DescribeLogGroups': 10,
  'logs:FilterLogEvents': 10,
  'logs:GetQueryResults': 10,
  'logs:StartQuery': 10,
};

interface Bucket {
  tokens: number;
  filledAt: number;
}

export class RateLimits {
  private readonly buckets = new Map<string, Bucket>();
  private readonly clock: Clock;
  private readonly rates: Readonly<Record<string, number>>;

  constructor(clock: Clock, rates: Readonly<Record<string, number>>) {
    this.clock = clock;
    this.rates = rates;
  }

  /** False if the bucket is empty. It holds one second's worth of requests, and at least one. */
  admits(action: string, account: string, region: string): boolean {
    const rate = this.rates[action];
    if (rate === undefined) return true;
    const capacity = Math.max(1, rate);
    const key = `${action} ${account} ${region}`;
    const now = this.clock.now();
    const bucket = this.buckets.get(key) ?? { tokens: capacity, filledAt: now };
    bucket.tokens = Math.min(capacity, bucket.tokens + (Math.max(0, now - bucket.filledAt) / 1000) * rate);
    bucket.filledAt = now;
    this.buckets.set(key, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
