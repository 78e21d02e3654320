package org.keepgate.math;

import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;

import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * A row product as a matmul primitive of oneDNN: one number of rows, and a packed copy of W in the
 * layout that its kernel likes best.
 */
final class OneDnnPackedProduct {
  private final String implementation;
  private final OneDnnCall packing;
  private final OneDnnCall product;
  private final OneDnnWindow source;
  private final OneDnnWindow destination;

  OneDnnPackedProduct(
      OneDnnParts parts,
      Matrix a,
      Matrix weights,
      boolean transposed,
      boolean add,
      Matrix c,
      int rows) {
    source = new OneDnnWindow(parts, a, rows);
    destination = new OneDnnWindow(parts, c, rows);
    OneDnnWindow plain =
        transposed
            ? OneDnnWindow.transposed(parts, weights)
            : new OneDnnWindow(parts, weights, weights.rows());
    dnnl_primitive_desc plan =
        parts.matmulPlan(
            source.layout(),
            parts.anyLayout(dnnl_f32, a.columns(), c.columns()),
            destination.layout(),
            add);
    implementation = OneDnnParts.implementation(plan);
    dnnl_memory_desc layout = OneDnnParts.weightsLayout(plan);
    dnnl_memory packed = parts.memory(layout, parts.allocate(OneDnnParts.bytes(layout)).start());
    packing = parts.copy(plain.layout(), plain.memory(), layout, packed);
    product = parts.product(plan, source.memory(), packed, destination.memory());
  }

  /** Name of the kernel that oneDNN has chosen for this processor and shape. */
  String implementation() {
    return implementation;
  }

  /** Copies W, as it is now, to the packed layout. */
  void pack() {
    packing.run();
  }

  void run(int aRow, int cRow) {
    source.moveTo(aRow);
    destination.moveTo(cRow);
    product.run();
  }
}
