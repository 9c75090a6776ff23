/** The report as one JSON document: `JSON.stringify(report, null, 2)`, safe for a terminal. */
import type { Report } from '../model/report.ts';
import { documentLines } from './json-document.ts';
import type { Renderer } from './renderer.ts';

export const json: Renderer = { name: 'json', render: (report: Report) => documentLines(report) };
