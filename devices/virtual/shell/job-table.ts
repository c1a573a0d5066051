/** What a device must remember of its controllers during one boot: the newest job number it accepted from each. */
import { isNewerSerialNumber } from "../../wire/index.ts";

/** How many controllers a shell remembers in one boot; the contract asks for at least as many. */
export const REMEMBERED_CONTROLLERS = 16;

export class JobTable {
  readonly #newest = new Map<number, number>();

  isNew(controllerId: number, jobNumber: number): boolean {
    return isNewerSerialNumber(jobNumber, this.#newest.get(controllerId) ?? 0);
  }

  hasRoomFor(controllerId: number): boolean {
    return this.#newest.has(controllerId) || this.#newest.size < REMEMBERED_CONTROLLERS;
  }

  accept(controllerId: number, jobNumber: number): void {
    this.#newest.set(controllerId, jobNumber);
  }

  forget(): void {
    this.#newest.clear();
  }
}
