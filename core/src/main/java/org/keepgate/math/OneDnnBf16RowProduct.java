package org.keepgate.math;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;

import java.util.Arrays;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.Pointer;

/**
 * A row product of operands that are rounded to bfloat16, summed in float32.
 *
 * <p>A kernel of oneDNN is for one number of rows. So rows are multiplied in blocks of a few sizes,
 * the largest first, that share a packed copy of W; a block of A is rounded just before it is
 * multiplied, while it is in the cache. Rows that are fewer than the smallest block are multiplied
 * beside C.
 */
final class OneDnnBf16RowProduct {
  private static final int[] BLOCKS = {256, 64, 16, 4};
  private static final int SMALLEST = BLOCKS[BLOCKS.length - 1];
  private static final int INNER_TILE = 32; // what oneDNN pads a packed copy to
  private static final int OUTER_TILE = 64;

  private final boolean add;
  private final Matrix c;
  private final Matrix rest;
  private final OneDnnBf16Rows roundedA;
  private final OneDnnBf16Rows roundedWeights;
  private final int weightRows;
  private final OneDnnCall packing;
  private final Block[] blocks;
  private final Block restBlock;

  /**
   * Prepares the product.
   *
   * @param rest memory of {@link #restRows} rows like those of C
   */
  OneDnnBf16RowProduct(
      OneDnnParts parts,
      Matrix a,
      Matrix weights,
      boolean transposed,
      boolean add,
      Matrix c,
      Matrix rest,
      int usualRows) {
    this.add = add;
    this.c = c;
    this.rest = rest;
    int inner = a.columns();
    int outer = c.columns();
    int[] sizes = sizes(usualRows);
    roundedA = new OneDnnBf16Rows(parts, a, sizes[0]);
    roundedWeights = new OneDnnBf16Rows(parts, weights, weights.rows());
    weightRows = weights.rows();
    Factors factors = new Factors(parts, inner, outer, add, roundedA.start());
    dnnl_memory_desc packedLayout = factors.packedLayout(sizes[0], c);
    dnnl_memory packed =
        parts.memory(packedLayout, parts.allocate(OneDnnParts.bytes(packedLayout)).start());
    dnnl_memory_desc plainLayout =
        transposed
            ? parts.layout(dnnl_bf16, inner, outer, 1, inner)
            : parts.layout(dnnl_bf16, inner, outer, outer, 1);
    dnnl_memory plain = parts.memory(plainLayout, roundedWeights.start());
    packing = parts.copy(plainLayout, plain, packedLayout, packed);
    blocks = new Block[sizes.length];
    for (int k = 0; k < sizes.length; k++) {
      blocks[k] = factors.block(sizes[k], packedLayout, packed, c);
    }
    restBlock = factors.block(SMALLEST, packedLayout, packed, rest);
  }

  /** Rows of the memory beside C. */
  static int restRows() {
    return SMALLEST;
  }

  /** The most memory besides that of the matrices, in bytes: with many rows. */
  static long bytes(int inner, int outer) {
    long packed = OneDnnParts.padded(inner, INNER_TILE) * OneDnnParts.padded(outer, OUTER_TILE);
    return OneDnnBf16Rows.BYTES * (packed + (long) inner * outer + (long) BLOCKS[0] * inner)
        + (long) Float.BYTES * SMALLEST * outer;
  }

  /** Whether no block has a reference kernel. */
  boolean isFast() {
    return restBlock.fast() && Arrays.stream(blocks).allMatch(Block::fast);
  }

  /** Rounds W, as it is now, and copies it to the packed layout. */
  void pack() {
    roundedWeights.set(0, weightRows, 0);
    packing.run();
  }

  void run(int aRow, int cRow, int rows) {
    int done = 0;
    for (Block block : blocks) {
      for (; rows - done >= block.rows(); done += block.rows()) {
        roundedA.set(aRow + done, block.rows(), 0);
        block.result().moveTo(cRow + done);
        block.product().run();
      }
    }
    if (done < rows) {
      runRest(aRow + done, cRow + done, rows - done);
    }
  }

  private void runRest(int aRow, int cRow, int rows) {
    roundedA.set(aRow, rows, 0);
    for (int row = 0; add && row < rows; row++) {
      copyRow(c, cRow + row, rest, row);
    }
    restBlock.product().run();
    for (int row = 0; row < rows; row++) {
      copyRow(rest, row, c, cRow + row);
    }
  }

  private static void copyRow(Matrix from, int fromRow, Matrix to, int toRow) {
    int target = to.rowOffset(toRow);
    from.buffer().copyTo(from.rowOffset(fromRow), to.buffer(), target, to.columns());
  }

  /** The blocks for at most this many rows; the smallest in any case. */
  private static int[] sizes(int usualRows) {
    return Arrays.stream(BLOCKS).filter(size -> size <= Math.max(usualRows, SMALLEST)).toArray();
  }

  /** The product of a fixed number of rows. */
  private record Block(int rows, OneDnnWindow result, OneDnnCall product, boolean fast) {}

  /** What all blocks have in common. */
  private record Factors(
      OneDnnParts parts, int inner, int outer, boolean add, Pointer roundedRows) {

    dnnl_memory_desc packedLayout(int rows, Matrix result) {
      dnnl_memory_desc any = parts.anyLayout(dnnl_bf16, inner, outer);
      OneDnnWindow window = new OneDnnWindow(parts, result, rows);
      return OneDnnParts.weightsLayout(
          parts.matmulPlan(rowsLayout(rows), any, window.layout(), add));
    }

    Block block(int rows, dnnl_memory_desc packedLayout, dnnl_memory packed, Matrix result) {
      OneDnnWindow window = new OneDnnWindow(parts, result, rows);
      dnnl_memory_desc layout = rowsLayout(rows);
      dnnl_primitive_desc plan = parts.matmulPlan(layout, packedLayout, window.layout(), add);
      dnnl_memory source = parts.memory(layout, roundedRows);
      return new Block(
          rows,
          window,
          parts.product(plan, source, packed, window.memory()),
          !OneDnnParts.isReference(OneDnnParts.implementation(plan)));
    }

    private dnnl_memory_desc rowsLayout(int rows) {
      return parts.layout(dnnl_bf16, rows, inner, inner, 1);
    }
  }
}
