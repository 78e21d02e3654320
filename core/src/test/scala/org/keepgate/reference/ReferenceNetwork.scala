package org.keepgate.reference

import breeze.linalg.{DenseMatrix, DenseVector}
import org.keepgate.reference.Functions.concat

/** What a network is made of; the parameters give it its size.
  *
  * @param cell
  *   of every layer, in both directions
  * @param headClip
  *   bound of ∂L/∂(pre-activations of the head); 0 = none
  * @param lastStates
  *   whether the head sees the state in which each direction ended, as suits a target at the last step
  */
final case class ReferenceSpec(
    cell: Cell,
    inputSize: Int,
    head: Head,
    layers: Int = 1,
    embeddingSize: Int = 0,
    bidirectional: Boolean = false,
    skipConnections: Boolean = false,
    residual: Boolean = false,
    directInput: Boolean = false,
    headBias: Boolean = true,
    headClip: Double = 0,
    lastStates: Boolean = false
) {
  val directions: Seq[String] = if (bidirectional) Seq("forward", "backward") else Seq("forward")

  /** Columns of what feeds the first layer. */
  val networkInput: Int = if (embeddingSize > 0) embeddingSize else inputSize

  /** Columns of a layer's output. */
  val layerOutput: Int = directions.length * cell.stateSizes.head

  /** Name, rows and columns of every parameter. */
  def shapes: Seq[(String, Int, Int)] = {
    val embedding = if (embeddingSize > 0) Seq(("embedding.weights", inputSize, embeddingSize)) else Nil
    val stack = for {
      layer <- 0 until layers
      direction <- directions
      own = cell.shapes(if (layer == 0) networkInput else layerOutput)
      skip = if (skipConnections && layer > 0) Seq(("skipWeights", own.head._2, networkInput)) else Nil
      (name, rows, columns) <- own ++ skip
    } yield (s"layers.$layer.$direction.$name", rows, columns)
    val below = if (skipConnections) 0 until layers - 1 else Nil
    embedding ++ stack ++
      Seq(("head.weights", head.width, layerOutput)) ++
      (if (headBias) Seq(("head.bias", 1, head.width)) else Nil) ++
      below.map(layer => (s"head.layers.$layer.weights", head.width, layerOutput)) ++
      (if (directInput) Seq(("head.directWeights", head.width, networkInput)) else Nil) ++
      (if (head.symbolClasses > 0)
         Seq(("head.classWeights", head.symbolClasses, layerOutput), ("head.classBias", 1, head.symbolClasses))
       else Nil)
  }
}

/** The whole network in double, one sequence at a time; parameters bear the names of the model's file.
  *
  * {{{
  *   layer k sees   W [output of k − 1]  ( + S x  with skip connections, k > 0)
  *   it gives       h, or [forward h, backward h]  ( + its input  if residual, k > 0)
  *   the head sees  V [output of the last layer] + b  ( + Σ_k V_k [output of k]  with skip connections) ( + D x )
  *                  of its own step; at the last step, where directions end, of an output the forward half at T − 1
  *                  and the backward half at 0
  * }}}
  */
final class ReferenceNetwork(spec: ReferenceSpec, parameters: Map[String, DenseMatrix[Double]]) {

  /** Runs a sequence from an initial state for each layer and direction; zero where none is given. */
  def run(
      sequence: ReferenceSequence,
      initialStates: Map[String, Seq[DenseVector[Double]]] = Map.empty
  ): ReferenceRun = {
    val weights = parameters.map { case (name, matrix) => name -> new Weights(matrix) }
    val xs = inputs(sequence, weights)
    val initial = layerNames.map { name =>
      name -> initialStates.getOrElse(name, spec.cell.stateSizes.map(DenseVector.zeros[Double](_))).map(Value(_))
    }.toMap
    val layers = (0 until spec.layers)
      .scanLeft(Level(xs, Map.empty))((below, k) => level(k, below.outputs, xs, weights, initial))
      .tail
    val ys = xs.indices.map(t => headInput(t, layers.map(_.outputs), xs, weights).clippedGradient(spec.headClip))
    val states = layers.flatMap(_.states).toMap
    new ReferenceRun(weights, xs, initial, states, ys, spec.head.losses(ys, sequence))
  }

  private def layerNames: Seq[String] =
    for (layer <- 0 until spec.layers; direction <- spec.directions) yield s"layers.$layer.$direction"

  private def inputs(sequence: ReferenceSequence, weights: Map[String, Weights]): IndexedSeq[Value] =
    if (sequence.features.nonEmpty) sequence.features.map(Value(_))
    else if (spec.embeddingSize > 0) sequence.symbols.map(weights("embedding.weights").row)
    else sequence.symbols.map(symbol => Value(DenseVector.tabulate(spec.inputSize)(k => if (k == symbol) 1.0 else 0.0)))

  private def level(
      k: Int,
      below: IndexedSeq[Value],
      xs: IndexedSeq[Value],
      weights: Map[String, Weights],
      initial: Map[String, Seq[Value]]
  ): Level = {
    val skips = spec.skipConnections && k > 0
    val seen = if (skips) below.zip(xs).map { case (input, x) => concat(input, x) } else below
    val states = spec.directions.map { direction =>
      val name = s"layers.$k.$direction"
      val own = (weight: String) => weights(s"$name.$weight")
      val input = if (skips) new SideBySide(own("inputWeights"), own("skipWeights")) else own("inputWeights")
      val w = new LayerWeights(own, input)
      val inOrder = if (direction == "backward") seen.reverse else seen
      name -> inOrder.scanLeft(initial(name))((state, x) => spec.cell.step(x, state, w)).tail
    }
    val outputs = below.indices.map { t =>
      val h = concat(states.map { case (name, inOrder) =>
        inOrder(if (name.endsWith("backward")) below.length - 1 - t else t).head
      }: _*)
      if (spec.residual && k > 0) h + below(t) else h
    }
    Level(outputs, states.toMap)
  }

  private def headInput(
      t: Int,
      outputs: Seq[IndexedSeq[Value]],
      xs: IndexedSeq[Value],
      weights: Map[String, Weights]
  ): Value = {
    val h = outputs.map(seen(t, _))
    val top = weights("head.weights") * h.last
    val bias = if (spec.headBias) Seq(weights("head.bias").row(0)) else Nil
    val skips =
      if (spec.skipConnections) h.init.zipWithIndex.map { case (own, k) => weights(s"head.layers.$k.weights") * own }
      else Nil
    val direct = if (spec.directInput) Seq(weights("head.directWeights") * xs(t)) else Nil
    val y = (top +: (bias ++ skips ++ direct)).reduce(_ + _)
    if (spec.head.symbolClasses == 0) y
    else concat(y, weights("head.classWeights") * h.last + weights("head.classBias").row(0))
  }

  /** What the head sees at a step of a layer's outputs. */
  private def seen(t: Int, outputs: IndexedSeq[Value]): Value =
    if (spec.lastStates && spec.bidirectional) {
      val half = spec.layerOutput / 2
      concat(outputs(t)(0 until half), outputs(0)(half until spec.layerOutput))
    } else outputs(t)
}

/** Outputs of a level by step, and states of its directions in the order in which they ran. */
private final case class Level(outputs: IndexedSeq[Value], states: Map[String, IndexedSeq[Seq[Value]]])

/** [A B] times [x; y]: two matrices that feed the same columns. */
private final class SideBySide(left: Weights, right: Weights) extends Product {
  override def *(x: Value): Value =
    left * x(0 until left.value.cols) + right * x(left.value.cols until x.length)
}

/** What a pass over one sequence left.
  *
  * @param initial
  *   states that the layers started from, by `layers.L.direction`
  * @param states
  *   that every step left, in the order in which the layer ran
  * @param outputs
  *   pre-activations of the head
  */
final class ReferenceRun(
    val weights: Map[String, Weights],
    val inputs: IndexedSeq[Value],
    val initial: Map[String, Seq[Value]],
    val states: Map[String, IndexedSeq[Seq[Value]]],
    val outputs: IndexedSeq[Value],
    val losses: Seq[WeighedLoss]
) {
  val loss: Value = losses.map(_.loss).foldLeft(Value(0))(_ + _)

  /** What the losses weigh together: their number, unless classes have weights. */
  val weight: Double = losses.map(_.weight).sum

  /** What a run over the steps that follow would start from. */
  def finalStates: Map[String, Seq[DenseVector[Double]]] =
    states.map { case (name, inOrder) => name -> inOrder.last.map(_.value) }

  /** Fills the errors of weights, inputs, states: derivatives of the *sum* of the losses. */
  def backward(): this.type = { Value.backward(loss); this }
}
