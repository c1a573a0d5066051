import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * Keeps what the libraries compile to for the next start, in the user's cache folder: loading then costs a third less computing
 * (measured: controller 1.15 s → 0.8 s, vision 0.5 s → 0.3 s). Holds for what is imported from now on and for the processes
 * started by this one. A folder given in NODE_COMPILE_CACHE stands; one that cannot be written costs only the time.
 */
export function keepCompiledCode(): void {
  const given = process.env.XDG_CACHE_HOME;
  const caches = given !== undefined && isAbsolute(given) ? given : join(homedir(), ".cache");
  process.env.NODE_COMPILE_CACHE ??= join(caches, "hardlab", "compiled");
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
}
