/**
 * Job numbers are uint32 and wrap around past 0xFFFFFFFF to 1 (0 means "none"). They are compared by serial-number
 * arithmetic (RFC 1982): of two numbers less than half the range apart, the one ahead is the newer.
 */
const RANGE = 2 ** 32;
const HALF = 2 ** 31;

export function nextSerialNumber(number: number): number {
  const next = (number + 1) % RANGE;
  return next === 0 ? 1 : next;
}

/** True when `candidate` comes after `reference`; any number is newer than 0 ("none"). */
export function isNewerSerialNumber(candidate: number, reference: number): boolean {
  if (candidate === 0) return false;
  if (reference === 0) return true;
  const ahead = (candidate - reference + RANGE) % RANGE;
  return ahead !== 0 && ahead < HALF;
}
