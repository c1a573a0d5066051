/** An open information base: SQL is spoken to it in this room and in the ledger only. */
import type Database from "better-sqlite3";

export type InfoBase = Database.Database;
