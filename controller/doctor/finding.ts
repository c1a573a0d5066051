/** One thing the doctor looked at. */
export interface Finding {
  /** What was looked at, such as `lab file` or `device agv`. */
  readonly subject: string;
  /** `unchecked`: it could not be looked at, which is not wrong in itself. */
  readonly state: "fine" | "wrong" | "unchecked";
  /** What was found, with the place it was found at. */
  readonly found: string;
  /** What to do about it; empty when it is fine. */
  readonly remedy: string;
}

export const fine = (subject: string, found: string): Finding => ({
  subject,
  state: "fine",
  found,
  remedy: "",
});

export const wrong = (subject: string, found: string, remedy: string): Finding => ({
  subject,
  state: "wrong",
  found,
  remedy,
});

export const unchecked = (subject: string, found: string, remedy = ""): Finding => ({
  subject,
  state: "unchecked",
  found,
  remedy,
});

export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
