/** The information base cannot be used as it is; the message says what to do. */
export class InfoBaseError extends Error {
  override readonly name = "InfoBaseError";
}
