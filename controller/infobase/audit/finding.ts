/** A break in the records, told so that a person can go and look. */

export interface Break {
  /** Table of the row, `image` for a picture's file, `file` for the database file as such. */
  readonly table: string;
  /** Key of the row as the trail writes it. */
  readonly key: string;
  readonly what:
    | "changed"
    | "deleted"
    | "added without audit"
    | "image changed"
    | "image missing"
    | "trail broken"
    | "trail cut off"
    | "guard changed"
    | "damaged";
  /** Entry of the trail it was found at, and when that was written; null where there is none. */
  readonly sequence: number | null;
  readonly at: string | null;
  /** In words for people. */
  readonly text: string;
}
