package org.keepgate.reference

/** The equations of one time step, in double and one sequence at a time: the executable specification that the
  * float kernels are held to. In the equations x is the input, `Old` marks what the previous step left, and a is a
  * pre-activation; weights bear the names and shapes of the model's file.
  */
trait Cell {

  /** Sizes of what is carried from step to step; the first is the output of the step. */
  def stateSizes: Seq[Int]

  /** Name, rows and columns of every weight of a layer of this cell. */
  def shapes(inputSize: Int): Seq[(String, Int, Int)]

  /** From the input and the state that the previous step left: the state that this one leaves, output first. */
  def step(x: Value, state: Seq[Value], w: LayerWeights): Seq[Value]
}

/** The weights of one layer by their names; `input` multiplies the layer's input (and whatever else feeds it). */
final class LayerWeights(weights: String => Weights, val input: Product) {
  def apply(name: String): Weights = weights(name)

  def vector(name: String): Value = weights(name).row(0)
}

object LayerWeights {
  def apply(weights: Map[String, Weights]): LayerWeights = new LayerWeights(weights, weights("inputWeights"))
}
