/** Flow records that CloudWatch Logs carries: a log event's message is the line, without a header. */
import type { JsonObject } from '../../model/json.ts';
import { stringAt } from '../../model/json.ts';
import {
  columnsOf,
  definedFormat,
  type FieldReader,
  type FlowFormat,
  formatOfRow,
  readColumns,
} from './flow-fields.ts';

/** A line of flow fields is no longer, ECS's ARNs and tags included. */
const longestLine = 4096;

/** Reads messages by the format of their group where its flow log defines it, else by the known formats. */
export class FlowMessages {
  /** Of the last that was one, and in one of the known formats. */
  last: FlowFormat | undefined;
  private readonly formats = new Map<string, FlowFormat>();

  /** Learns from `aws ec2 describe-flow-logs`; false for any other value. */
  learn(value: JsonObject): boolean {
    const text = stringAt(value, 'LogFormat');
    if (text === undefined || stringAt(value, 'FlowLogId') === undefined) return false;
    const format = definedFormat(text);
    if (!format) return false;
    const logGroup = stringAt(value, 'LogGroupName');
    if (logGroup !== undefined) this.formats.set(logGroup, format);
    return true;
  }

  /** The format that the group's flow log defines. */
  defined(logGroup: string): FlowFormat | undefined {
    return this.formats.get(logGroup);
  }

  /** undefined where the message is no flow record. */
  read(message: string, logGroup: string): FieldReader | undefined {
    const defined = this.formats.get(logGroup);
    // the known formats begin with the version: most log lines need not be taken apart
    if (message.length > longestLine || (!defined && !/^\d{1,2} /.test(message))) return undefined;
    const columns = columnsOf(message);
    const format = defined?.size === columns.length ? defined : formatOfRow(columns);
    if (!format) return undefined;
    // what is defined of one group tells nothing of others
    if (format !== defined) this.last = format;
    return readColumns(format, columns);
  }
}
