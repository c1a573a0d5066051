/** Preloaded into a program under test: every SQLite file it opens for durable writing is full at SMALL_DISK_PAGES pages. */
import Database from "better-sqlite3";

const pages = Number(process.env.SMALL_DISK_PAGES);
const { pragma } = Database.prototype;
Database.prototype.pragma = function limited(this: Database.Database, source, options) {
  if (source.startsWith("synchronous")) pragma.call(this, `max_page_count = ${pages}`);
  return pragma.call(this, source, options);
};
