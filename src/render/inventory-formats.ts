/** The forms of the inventory, known without loading what renders them. */
export const inventoryFormats = ['table', 'json', 'ndjson', 'csv'] as const;
export type InventoryFormat = (typeof inventoryFormats)[number];
