package org.keepgate.math;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;

import java.util.Arrays;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * An outer product of operands that are rounded to bfloat16, summed in float32.
 *
 * <p>A kernel of oneDNN is for one number of rows. So the rows are taken in blocks of a few sizes,
 * each rounded just before it is added to C; where that takes fewer blocks, one is filled up with
 * rows of zeros. A large C, which every block reads and writes, gets larger blocks.
 */
final class OneDnnBf16OuterProduct {
  private static final int[] BLOCKS = {2048, 1024, 512, 256, 128, 64, 32};
  private static final int SMALLEST = BLOCKS[BLOCKS.length - 1];
  private static final int OF_SMALL_RESULT = 256;
  private static final long SMALL_RESULT = 1 << 20; // floats: what stays in the cache
  private static final double FILLED_UP = 1.125; // rows multiplied for one, at most

  private final boolean add;
  private final Matrix c;
  private final OneDnnBf16Rows roundedA;
  private final OneDnnBf16Rows roundedB;
  private final Block[] blocks;

  OneDnnBf16OuterProduct(
      OneDnnParts parts, Matrix a, Matrix b, boolean add, Matrix c, int usualRows) {
    this.add = add;
    this.c = c;
    int[] sizes = sizes(c.rows(), c.columns(), usualRows);
    roundedA = new OneDnnBf16Rows(parts, a, sizes[0]);
    roundedB = new OneDnnBf16Rows(parts, b, sizes[0]);
    OneDnnWindow result = new OneDnnWindow(parts, c, c.rows());
    blocks = new Block[sizes.length];
    for (int k = 0; k < sizes.length; k++) {
      blocks[k] = block(parts, sizes[k], result);
    }
  }

  /** The most memory besides that of the matrices, in bytes: with many rows. */
  static long bytes(int rows, int columns) {
    int largest = sizes(rows, columns, Integer.MAX_VALUE)[0];
    return (long) OneDnnBf16Rows.BYTES * largest * ((long) rows + columns);
  }

  /** Whether no block has a reference kernel. */
  boolean isFast() {
    return Arrays.stream(blocks).allMatch(Block::fast);
  }

  void run(int aRow, int bRow, int rows) {
    for (int row = 0; !add && row < c.rows(); row++) {
      c.buffer().zero(c.rowOffset(row), c.columns());
    }
    int done = 0;
    while (done < rows) {
      Block block = blockFor(rows - done);
      int taken = Math.min(block.rows(), rows - done);
      roundedA.set(aRow + done, taken, block.rows() - taken);
      roundedB.set(bRow + done, taken, block.rows() - taken);
      block.product().run();
      done += taken;
    }
  }

  private Block blockFor(int rows) {
    for (Block block : blocks) {
      if (block.rows() <= FILLED_UP * rows) {
        return block;
      }
    }
    return blocks[blocks.length - 1];
  }

  private Block block(OneDnnParts parts, int rows, OneDnnWindow result) {
    dnnl_memory_desc left = parts.layout(dnnl_bf16, c.rows(), rows, 1, c.rows());
    dnnl_memory_desc right = parts.layout(dnnl_bf16, rows, c.columns(), c.columns(), 1);
    dnnl_primitive_desc plan = parts.matmulPlan(left, right, result.layout(), true);
    return new Block(
        rows,
        parts.product(
            plan,
            parts.memory(left, roundedA.start()),
            parts.memory(right, roundedB.start()),
            result.memory()),
        !OneDnnParts.isReference(OneDnnParts.implementation(plan)));
  }

  /** The blocks for at most this many rows; the smallest in any case. */
  private static int[] sizes(int rows, int columns, int usualRows) {
    boolean small = (long) rows * columns <= SMALL_RESULT;
    int most = small ? Math.min(usualRows, OF_SMALL_RESULT) : usualRows;
    return Arrays.stream(BLOCKS).filter(size -> size <= Math.max(most, SMALLEST)).toArray();
  }

  /** The sum over a fixed number of rows. */
  private record Block(int rows, OneDnnCall product, boolean fast) {}
}
