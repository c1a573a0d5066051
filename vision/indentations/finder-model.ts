/** The dent finder's network: normed grey values in, logits and ellipses for each cell of four by four pixels out. */
import { network } from "./model.ts";

/** Pixels along one side of a cell. */
export const CELL_PX = 4;
const OUTPUTS = 9;

/** What the network says of one tile. */
export interface Cells {
  readonly columns: number;
  readonly rows: number;
  /** OUTPUTS planes of rows × columns. */
  readonly values: Float32Array;
}

const finder = network("dent-finder.onnx", "picture", "cells");

/** `normed` has widthPx × heightPx values row by row; both are multiples of 16. */
export async function cellsOf(normed: Float32Array, widthPx: number, heightPx: number): Promise<Cells> {
  const columns = widthPx / CELL_PX;
  const rows = heightPx / CELL_PX;
  const values = await finder(normed, [1, 1, heightPx, widthPx]);
  if (values.length !== OUTPUTS * rows * columns)
    throw new Error(`the dent finder answered ${values.length} values for ${rows} × ${columns} cells`);
  return { columns, rows, values };
}
