/** The formats of the inventory, available without loading their renderers. */
export const inventoryFormats = ['table', 'json', 'ndjson', 'csv'] as const;
export type InventoryFormat = (typeof inventoryFormats)[number];
