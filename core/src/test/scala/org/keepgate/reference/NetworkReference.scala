package org.keepgate.reference

import breeze.linalg.{DenseMatrix, DenseVector, sum}
import breeze.numerics.exp
import org.keepgate.network.NetworkSpec
import org.keepgate.parameter.{ParameterLayout, ParameterView}

/** One sequence for the reference: symbols or feature rows, and at every step a class, values or nothing. */
final case class ReferenceSequence(
    symbols: IndexedSeq[Int],
    features: IndexedSeq[DenseVector[Double]],
    classes: IndexedSeq[Option[Int]],
    values: IndexedSeq[Option[DenseVector[Double]]]
) {
  def length: Int = math.max(symbols.length, features.length)
}

/** The whole network in double: embedding or one-hot symbols, a stack of [[LstmReference]] layers, softmax or
  * squared error. Parameters and gradient are flat arrays in the layout of the network that it specifies.
  */
final class NetworkReference(spec: NetworkSpec, parameters: Array[Double]) {
  private type V = DenseVector[Double]
  private val layout: ParameterLayout = spec.layout()
  private val names = (0 until layout.views().size).map(layout.views().get(_).name()).toSet
  private val levels = 0 until spec.stack.numLayers

  /** Sum of the losses, their number, and the gradient of the mean loss per target. */
  def run(sequences: Seq[ReferenceSequence]): (Double, Int, Array[Double]) = {
    val gradient = new Array[Double](layout.size())
    val results = sequences.map(one(_, gradient))
    val targets = results.map(_._2).sum
    (results.map(_._1).sum, targets, gradient.map(_ / targets))
  }

  private def one(sequence: ReferenceSequence, gradient: Array[Double]): (Double, Int) = {
    val zero = DenseVector.zeros[Double](spec.cell.hiddenSize)
    val bottom = inputs(sequence)
    val traces = levels.scanLeft((bottom, IndexedSeq.empty[LstmStep])) { case ((x, _), level) =>
      val trace = layer(level).forward(x, zero, zero)
      (trace.map(_.hidden), trace)
    }
    val (loss, targets, dTop) = head(sequence, traces.last._1, gradient)
    val dBottom = levels.reverse.foldLeft(dTop) { case (dOutputs, level) =>
      val (weights, dInputs) = layer(level).backward(traces(level + 1)._2, dOutputs)
      add(weights, level, gradient)
      dInputs
    }
    if (spec.embeddingSize > 0) addEmbedding(sequence, dBottom, gradient)
    (loss, targets)
  }

  private def inputs(sequence: ReferenceSequence): IndexedSeq[V] =
    if (!spec.format.symbols) sequence.features
    else if (spec.embeddingSize > 0)
      sequence.symbols.map(matrix("embedding.weights")(_, ::).t)
    else
      sequence.symbols.map { symbol =>
        val oneHot = DenseVector.zeros[Double](spec.format.inputSize)
        oneHot(symbol) = 1.0
        oneHot
      }

  private def layer(level: Int): LstmReference = {
    val prefix = s"layers.$level.forward."
    val peepholes =
      if (names(prefix + "peepholes")) matrix(prefix + "peepholes")
      else DenseMatrix.zeros[Double](3, spec.cell.hiddenSize)
    new LstmReference(
      LstmWeights(
        matrix(prefix + "inputWeights"),
        matrix(prefix + "recurrentWeights"),
        matrix(prefix + "bias").toDenseVector,
        peepholes
      ),
      spec.cell.clipPreActivationGradient
    )
  }

  private def head(
      sequence: ReferenceSequence,
      hidden: IndexedSeq[V],
      gradient: Array[Double]
  ): (Double, Int, IndexedSeq[V]) = {
    val w = matrix("head.weights")
    val b = matrix("head.bias").toDenseVector
    val steps = hidden.indices.map { t =>
      val y = w * hidden(t) + b
      loss(sequence, t, y) match {
        case None => (0.0, 0, DenseVector.zeros[Double](spec.cell.hiddenSize))
        case Some((value, dy)) =>
          add("head.weights", dy * hidden(t).t, gradient)
          add("head.bias", dy.toDenseMatrix, gradient)
          (value, 1, w.t * dy)
      }
    }
    (steps.map(_._1).sum, steps.map(_._2).sum, steps.map(_._3))
  }

  /** Loss of one step and ∂loss/∂(pre-activations of the head). */
  private def loss(sequence: ReferenceSequence, t: Int, y: V): Option[(Double, V)] =
    if (sequence.values.nonEmpty) sequence.values(t).map { target =>
      val error = y - target
      (sum(error *:* error) / y.length, error * (2.0 / y.length))
    }
    else sequence.classes(t).map { target =>
      val e = exp(y - breeze.linalg.max(y))
      val p = e / sum(e)
      val delta = p.copy
      delta(target) -= 1.0
      (-math.log(p(target)), delta)
    }

  private def add(weights: LstmWeights, level: Int, gradient: Array[Double]): Unit = {
    val prefix = s"layers.$level.forward."
    add(prefix + "inputWeights", weights.w, gradient)
    add(prefix + "recurrentWeights", weights.r, gradient)
    add(prefix + "bias", weights.b.toDenseMatrix, gradient)
    if (names(prefix + "peepholes")) add(prefix + "peepholes", weights.p, gradient)
  }

  private def addEmbedding(sequence: ReferenceSequence, d: IndexedSeq[V], gradient: Array[Double]): Unit = {
    val table = layout.view("embedding.weights")
    for (t <- d.indices; j <- 0 until table.columns)
      gradient(table.index(sequence.symbols(t), j)) += d(t)(j)
  }

  private def matrix(name: String): DenseMatrix[Double] = {
    val view = layout.view(name)
    DenseMatrix.tabulate(view.rows, view.columns)((row, column) => parameters(view.index(row, column)))
  }

  private def add(name: String, values: DenseMatrix[Double], gradient: Array[Double]): Unit = {
    val view: ParameterView = layout.view(name)
    for (row <- 0 until view.rows; column <- 0 until view.columns)
      gradient(view.index(row, column)) += values(row, column)
  }
}
