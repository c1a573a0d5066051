/** What stops a line rather than being an outcome: the record and the world, or two runs of a workflow, do not agree. */

/** A device knows a newer job of this controller than the ledger does: the ledger was restored from a backup. */
export class LedgerBehindError extends Error {
  override readonly name = "LedgerBehindError";

  constructor(device: string, deviceNumber: number, ledgerNumber: number) {
    super(
      `${device} has already accepted job ${deviceNumber} of this controller, but the ledger only knows up to ${ledgerNumber}. ` +
        "The information base is older than the devices (restored from a backup?). Restore the newest one; nothing was sent.",
    );
  }
}

/** A key came back with another device, command or parameters than it was recorded with: the workflow changed under a running batch. */
export class ReplayMismatchError extends Error {
  override readonly name = "ReplayMismatchError";

  constructor(key: string, recorded: string, asked: string) {
    super(
      `job ${key} was recorded as ${recorded} but is now asked for as ${asked}. ` +
        "The workflow is not the one this batch began with; run it with the hardlab version it began with.",
    );
  }
}

/** The device at an address is not the one the lab file names, or speaks another version of the contract. */
export class WrongDeviceError extends Error {
  override readonly name = "WrongDeviceError";
}

/** Another controller's unfinished job is on the device; only a reset by a person frees it. */
export class ForeignJobError extends Error {
  override readonly name = "ForeignJobError";

  constructor(device: string, controllerId: number, jobNumber: number) {
    super(
      `${device} holds unfinished job ${jobNumber} of another controller (${controllerId}). ` +
        "Find out which controller that is; when it is gone, reset the device. Nothing was sent.",
    );
  }
}

/** The ledger was closed while a job was waited for; the job itself stays as it is and is taken up at the next start. */
export class LedgerClosedError extends Error {
  override readonly name = "LedgerClosedError";

  constructor() {
    super("the controller is closing; the job is taken up again at the next start");
  }
}
