package org.keepgate.reference

import breeze.linalg.{DenseMatrix, DenseVector, max}
import breeze.numerics.abs
import org.scalatest.funsuite.AnyFunSuite

/** What joins the layers of a network, by weights for which the result is known: zeros, and copies. */
class StackSpec extends AnyFunSuite {
  private val single = ReferenceSpec(PlainRnn(3), 2, SoftmaxHead(4))
  private val double = single.copy(layers = 2)
  private val own = new TestNumbers(5).weights(single.shapes)
  private val data = ReferenceData.sequence(single, symbols = false, 5, new TestNumbers(11))

  test("a residual layer without weights hands on its input") {
    assert(outputs(double.copy(residual = true), own) == outputs(single, own))
    assert(outputs(double, own) != outputs(single, own))
  }

  test("a layer that is fed by the network's input alone does what the lowest layer does") {
    val copied = own ++ Map(
      "layers.1.forward.skipWeights" -> own("layers.0.forward.inputWeights"),
      "layers.1.forward.recurrentWeights" -> own("layers.0.forward.recurrentWeights"),
      "layers.1.forward.bias" -> own("layers.0.forward.bias")
    )
    assert(outputs(double.copy(skipConnections = true), copied) == outputs(single, own))
  }

  test("a head that is fed by the lowest layer alone does what it does without the others") {
    val moved = own + ("head.layers.0.weights" -> own("head.weights")) - "head.weights"
    assert(outputs(double.copy(skipConnections = true), moved) == outputs(single, own))
  }

  test("a head that is fed by the network's input alone is linear in it") {
    val direct = new TestNumbers(7).matrix(4, 2)
    val parameters = Map("head.directWeights" -> direct, "head.bias" -> own("head.bias"))
    val expected = data.features.map(x => (direct * x) + own("head.bias")(0, ::).t)
    assert(outputs(single.copy(directInput = true), parameters) == expected)
  }

  test("a bidirectional layer whose backward half has no weights is followed as if it stood alone") {
    val head = DenseMatrix.horzcat(own("head.weights"), DenseMatrix.zeros[Double](4, 3))
    val both = outputs(single.copy(bidirectional = true), own + ("head.weights" -> head))
    for ((a, b) <- both.zip(outputs(single, own))) assert(max(abs(a - b)) < 1e-15) // sums of more terms
  }

  test("at the last step each direction is read where it ends") {
    val spec = single.copy(bidirectional = true, lastStates = true)
    val parameters = new TestNumbers(5).weights(spec.shapes)
    val run = new ReferenceNetwork(spec, parameters).run(data)
    val ends = Seq("forward", "backward").map(direction => run.finalStates(s"layers.0.$direction").head)
    val expected = parameters("head.weights") * DenseVector.vertcat(ends: _*) + parameters("head.bias")(0, ::).t
    assert(max(abs(run.outputs.last.value - expected)) < 1e-15)
  }

  /** Pre-activations of the head at every step; parameters that are not given are zero. */
  private def outputs(spec: ReferenceSpec, set: Map[String, DenseMatrix[Double]]): Seq[DenseVector[Double]] = {
    val parameters = spec.shapes.map { case (name, rows, columns) =>
      name -> set.getOrElse(name, DenseMatrix.zeros[Double](rows, columns))
    }.toMap
    new ReferenceNetwork(spec, parameters).run(data).outputs.map(_.value)
  }
}
