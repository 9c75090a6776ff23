/** AWS's page sizes and delays, which a test may reduce. */

export interface Settings {
  /** LookupEvents does not show an event before it is this old. Seconds. */
  readonly eventHistoryLagSeconds: number;
  /** GetMetricData and ListMetrics do not show a datapoint before it is this old. Seconds. */
  readonly metricLagSeconds: number;
  /** GetMetricData's datapoints per page, even if the call asks for more. */
  readonly datapointsPerPage: number;
  readonly metricsPerPage: number;
  /** Results per page of GetComplianceDetailsByResource, which has no parameter for it. */
  readonly evaluationsPerPage: number;
  readonly configRulesPerPage: number;
  /** Keys that one BatchGetResourceConfig handles; the rest is returned as unprocessed. */
  readonly configBatchSize: number;
  /** Log events that FilterLogEvents searches for one page, matching or not. */
  readonly logEventsPerPage: number;
  /** How often GetQueryResults says Running before it says Complete. */
  readonly queryPolls: number;
  readonly queryRowsPerPage: number;
  /** Insights queries that may run at the same time, per account and region. */
  readonly concurrentQueries: number;
  /** Keys and common prefixes per page of ListObjectsV2. */
  readonly s3KeysPerPage: number;
}

export const awsSettings: Settings = {
  eventHistoryLagSeconds: 0,
  metricLagSeconds: 0,
  datapointsPerPage: 100_800,
  metricsPerPage: 500,
  evaluationsPerPage: 100,
  configRulesPerPage: 25,
  configBatchSize: 100,
  logEventsPerPage: 10_000,
  queryPolls: 1,
  queryRowsPerPage: 10_000,
  concurrentQueries: 100,
  s3KeysPerPage: 1000,
};
