package org.keepgate.cell;

/**
 * One product of a recurrent step that the layer runs for its cell: operand · weightsᵀ.
 *
 * <p>The operand is a run of the previous state's columns, copied by the layer, or is written by
 * the cell ({@link RecurrentCell#operand}), such as r∘h' of a GRU. It stands in a packed buffer of
 * the layer, so that the weight gradient of all steps, δᵀ·operand, is one product even when
 * sequences end at different steps. The operand of a zero state must be zero: the layer then leaves
 * the product out.
 *
 * <p>The result is added to the pre-activations, or kept apart for a cell that does more with it
 * than adding.
 *
 * @param name name of the weights below the layer, such as {@code recurrentWeights}
 * @param stateColumn first column of the previous state that is multiplied; {@link #COMPUTED} when
 *     the cell writes the operand
 * @param operandColumns how many columns are multiplied
 * @param firstColumn first column of the pre-activations that is added to; 0 when kept apart
 * @param columns how many columns the product has
 * @param separate whether the product is kept apart
 * @param carriesError whether ∂L/∂operand flows back; false is the truncated gradient of 1997
 */
public record RecurrentProduct(
    String name,
    int stateColumn,
    int operandColumns,
    int firstColumn,
    int columns,
    boolean separate,
    boolean carriesError) {

  /** Stands for the column of an operand that the cell writes. */
  public static final int COMPUTED = -1;

  /** Multiplies columns of the previous state and adds to the pre-activations. */
  public static RecurrentProduct ofState(
      String name, int stateColumn, int operandColumns, int firstColumn, int columns) {
    return new RecurrentProduct(
        name, stateColumn, operandColumns, firstColumn, columns, false, true);
  }

  /** Multiplies what the cell writes and adds to the pre-activations. */
  public static RecurrentProduct computed(
      String name, int operandColumns, int firstColumn, int columns) {
    return ofState(name, COMPUTED, operandColumns, firstColumn, columns);
  }

  /** The same product, kept apart from the pre-activations. */
  public RecurrentProduct keptApart() {
    return new RecurrentProduct(name, stateColumn, operandColumns, 0, columns, true, carriesError);
  }

  /** The same product without error that flows back through it. */
  public RecurrentProduct withoutError() {
    return new RecurrentProduct(
        name, stateColumn, operandColumns, firstColumn, columns, separate, false);
  }

  /** Whether the cell writes the operand. */
  public boolean isComputed() {
    return stateColumn == COMPUTED;
  }
}
