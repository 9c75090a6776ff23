/** The registry of renderers. Each is loaded on demand, so that JSON does not pay for the table's packages. */
import type { Renderer } from './renderer.ts';

export const rendererNames = ['table', 'json', 'ndjson', 'csv', 'markdown', 'junit', 'sarif', 'github'] as const;
export type RendererName = (typeof rendererNames)[number];

const loaders: Readonly<Record<RendererName, () => Promise<Renderer>>> = {
  table: async () => (await import('./table.ts')).table,
  json: async () => (await import('./json.ts')).json,
  ndjson: async () => (await import('./ndjson.ts')).ndjson,
  csv: async () => (await import('./csv.ts')).csv,
  markdown: async () => (await import('./markdown.ts')).markdown,
  junit: async () => (await import('./junit.ts')).junit,
  sarif: async () => (await import('./sarif.ts')).sarif,
  github: async () => (await import('./github.ts')).github,
};

export const loadRenderer = (name: RendererName): Promise<Renderer> => loaders[name]();
