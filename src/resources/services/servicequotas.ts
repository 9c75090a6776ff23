/**
 * Service Quotas. A raised quota is recorded as a service event, without a caller.
 * https://docs.aws.amazon.com/servicequotas/latest/userguide/logging-using-cloudtrail.html
 */
import { text } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { inBrackets, named } from '../words.ts';

/** "quota Running On-Demand instances (L-1216C47A) of ec2"; the code if no name is given. */
function quota({ request, response, service = {} }: Call): string {
  const code = text(request, 'quotaCode') ?? text(response, 'requestedQuota.quotaCode') ?? text(service, 'quotaCode');
  const name = text(response, 'requestedQuota.quotaName') ?? text(service, 'quotaName');
  const of = text(request, 'serviceCode') ?? text(service, 'serviceCode', 'serviceName');
  return `${named('quota', name ?? code)}${of === undefined ? '' : ` of ${of}`}`;
}

const to = (call: Call): string => {
  const value = text(call.request, 'desiredValue');
  return value === undefined ? '' : ` to ${value}`;
};

function answered(call: Call): string {
  const { service = {} } = call;
  const [value, status] = [text(service, 'newQuotaValue'), text(service, 'newStatus')];
  return `answered the request for ${quota(call)}${inBrackets(status, value && `now ${value}`)}`;
}

const template =
  (verb: string, preposition: string): Sentence =>
  (call) =>
    `${verb} ${quota(call)} ${preposition} the quota template${inBrackets(
      text(call.request, 'awsRegion'),
      text(call.request, 'desiredValue'),
    )}`;

function breached(call: Call): string {
  const { service = {} } = call;
  return `reported high use of ${quota(call)}${inBrackets(text(service, 'action'))}`;
}

export const servicequotas: Service = {
  name: 'servicequotas',
  title: 'Service Quotas',
  eventSources: ['servicequotas.amazonaws.com'],
  types: [],
  parameters: {},
  calls: () => ({
    RequestServiceQuotaIncrease: (call) => `requested an increase of ${quota(call)}${to(call)}`,
    UpdateServiceQuotaIncreaseRequestStatus: answered,
    ServiceQuotasUtilizationBreachingThreshold: breached,
    PutServiceQuotaIncreaseRequestIntoTemplate: template('put', 'into'),
    DeleteServiceQuotaIncreaseRequestFromTemplate: template('removed', 'from'),
    AssociateServiceQuotaTemplate: () => 'turned on the quota template for new accounts',
    DisassociateServiceQuotaTemplate: () => 'turned off the quota template for new accounts',
  }),
};
