/** How numbers on the command line are read; what is none is told with what is wanted. */
import { InvalidArgumentError } from "commander";

export const whole = (min: number, max: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new InvalidArgumentError(`give a whole number from ${min} to ${max}.`);
  return value;
};

export const positive = (text: string) => {
  const value = Number(text);
  if (!(value > 0 && value <= 100_000))
    throw new InvalidArgumentError("give a number above 0, up to 100000.");
  return value;
};

export const number = (text: string) => {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("give a number.");
  return value;
};
