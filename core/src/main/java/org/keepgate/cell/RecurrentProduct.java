package org.keepgate.cell;

/**
 * One product of a recurrent step that the layer runs for its cell: pre-activations of columns
 * [{@code firstColumn}, {@code firstColumn + columns}) += operand · weightsᵀ.
 *
 * <p>The operand is a run of the previous state's columns. The layer copies it into a packed buffer
 * of its own, so that the weight gradient of all steps, δᵀ·operand, is one product even when
 * sequences end at different steps.
 *
 * @param name name of the weights below the layer, such as {@code recurrentWeights}
 * @param stateColumn first column of the previous state that is multiplied
 * @param operandColumns how many columns are multiplied
 * @param firstColumn first column of the pre-activations that is added to
 * @param columns how many columns are added to
 */
public record RecurrentProduct(
    String name, int stateColumn, int operandColumns, int firstColumn, int columns) {}
