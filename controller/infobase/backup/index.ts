/**
 * Backup (备份) of an information base while a controller writes to it, and restoring it: database and pictures, both proven
 * before they count. Nothing else of a data folder is in it: keys and a virtual lab's world are not records.
 */
export * from "./back-up.ts";
export * from "./restore.ts";
