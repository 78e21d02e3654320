package org.keepgate.cell;

import java.util.List;

/**
 * What a layer must know of its cell to size buffers and to run the products.
 *
 * @param outputSize columns of the output: the first columns of the state
 * @param stateParts columns carried from step to step: the output h, then what else the cell
 *     remembers (c, fed-back gates …); kept apart in memory, and never read or written across parts
 * @param preActivationColumns columns of the pre-activations W x + b, in the order of the cell's
 *     gates
 * @param biasColumns how many of them, from the first on, have a bias that the layer adds
 * @param products the recurrent products that a step needs, in this order
 * @param traceColumns columns that the forward pass keeps for the backward pass besides activations
 *     and states
 */
public record CellSpec(
    int outputSize,
    List<Integer> stateParts,
    int preActivationColumns,
    int biasColumns,
    List<RecurrentProduct> products,
    int traceColumns) {
  public CellSpec {
    stateParts = List.copyOf(stateParts);
    products = List.copyOf(products);
  }

  /** Columns of all parts of the state. */
  public int stateSize() {
    return stateParts.stream().mapToInt(Integer::intValue).sum();
  }
}
