/** Fetches one image from a camera over HTTP, as industrial cameras give them: bounded in size and time, and checked to be one. */

export interface ImageLimits {
  /** Largest image taken, bytes. */
  readonly maxBytes: number;
  /** Longest time from asking to the last byte, ms of real time. */
  readonly timeoutMs: number;
}

const DEFAULT_LIMITS: ImageLimits = { maxBytes: 128 * 1024 * 1024, timeoutMs: 30_000 };

const SIGNATURES = {
  BMP: [0x42, 0x4d],
  PNG: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
} as const;

/** An image that could not be had; names its address and what came instead. */
export class ImageError extends Error {
  override readonly name = "ImageError";
}

/**
 * The bytes of the BMP or PNG image `path` below `url`. Throws an ImageError when the camera's server answers with anything
 * else, too late or with too much; rejects with the signal's reason when it aborts.
 */
export async function fetchImage(
  url: string,
  path: string,
  signal?: AbortSignal,
  limits: ImageLimits = DEFAULT_LIMITS,
): Promise<Uint8Array> {
  const base = new URL(url.endsWith("/") ? url : `${url}/`);
  const address = new URL(path.replace(/^\/+/, ""), base);
  const fail = (why: string, cause?: unknown): never => {
    throw new ImageError(`the image ${address.href} ${why}`, { cause });
  };
  if (address.origin !== base.origin || !address.pathname.startsWith(base.pathname))
    fail(`lies outside of the camera's own address ${base.href}`);
  const timeUp = AbortSignal.timeout(limits.timeoutMs);
  try {
    const response = await fetch(address, {
      redirect: "error",
      signal: signal === undefined ? timeUp : AbortSignal.any([signal, timeUp]),
    });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return fail(`was answered with HTTP ${response.status} ${response.statusText}`);
    }
    return checkedImage(await collect(response.body, limits.maxBytes, fail), fail);
  } catch (error) {
    if (error instanceof ImageError) throw error;
    if (signal?.aborted) throw signal.reason;
    if (timeUp.aborted) return fail(`did not come within ${limits.timeoutMs} ms`, error);
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return fail(`could not be fetched: ${cause instanceof Error ? cause.message : String(cause)}`, error);
  }
}

type Fail = (why: string, cause?: unknown) => never;

async function collect(body: ReadableStream<Uint8Array>, maxBytes: number, fail: Fail): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) fail(`is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function checkedImage(bytes: Buffer, fail: Fail): Uint8Array {
  const starts = (signature: readonly number[]) => signature.every((byte, index) => bytes[index] === byte);
  if (starts(SIGNATURES.BMP)) {
    const stated = bytes.length >= 6 ? bytes.readUInt32LE(2) : 0;
    if (stated !== bytes.length) fail(`is a BMP of ${stated} bytes of which ${bytes.length} came`);
    return bytes;
  }
  if (starts(SIGNATURES.PNG)) {
    if (bytes.subarray(-8, -4).toString("latin1") !== "IEND") fail("is a PNG without its end");
    return bytes;
  }
  return fail(`is neither BMP nor PNG: it starts with ${bytes.subarray(0, 8).toString("hex") || "nothing"}`);
}
