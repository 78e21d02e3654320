package org.keepgate.reference

import breeze.linalg.{DenseMatrix, DenseVector}

/** One layer run alone over a sequence. */
final class CellRun(
    cell: Cell,
    parameters: Map[String, DenseMatrix[Double]],
    inputs: Seq[DenseVector[Double]],
    initialState: Seq[DenseVector[Double]]
) {
  val weights: Map[String, Weights] = parameters.map { case (name, matrix) => name -> new Weights(matrix) }
  val xs: Seq[Value] = inputs.map(Value(_))
  val initial: Seq[Value] = initialState.map(Value(_))

  /** What every step left. */
  val states: Seq[Seq[Value]] =
    xs.scanLeft(initial)((state, x) => cell.step(x, state, LayerWeights(weights))).tail

  def outputs: Seq[Value] = states.map(_.head)

  /** ½ Σ h². */
  lazy val halfSquares: Value = outputs.map(h => Functions.total(h ∘ h) * 0.5).reduce(_ + _)
}

object CellRun {
  def fromZero(
      cell: Cell,
      parameters: Map[String, DenseMatrix[Double]],
      inputs: Seq[DenseVector[Double]]
  ): CellRun =
    new CellRun(cell, parameters, inputs, cell.stateSizes.map(DenseVector.zeros[Double](_)))
}
