package org.keepgate.reference

import breeze.linalg.DenseMatrix
import org.keepgate.cell.{CellOptions, VanillaActivation}
import org.keepgate.network.{NetworkSpec, RegularizationOptions}
import org.keepgate.sequence.{Readout, SequenceFormat}
import org.scalatest.funsuite.AnyFunSuite

/** Ω in the float network, on a packed batch of unequal lengths, held to the reference: it adds to the gradient of the
  * recurrent weights, and to no other.
  */
class OmegaParitySpec extends AnyFunSuite {
  private val strength = 4.0
  private val format = SequenceFormat.forecaster(3, 2, Readout.EVERY_STEP)
  private val name = "layers.0.forward.recurrentWeights"

  private val activations = Seq(
    (VanillaActivation.TANH, Omega.tanh()),
    (VanillaActivation.LOGISTIC, Omega.logistic()),
    (VanillaActivation.RELU, Omega.relu())
  )

  for ((activation, omega) <- activations)
    test(s"Ω adds its gradient to that of the recurrent weights alone: ${activation.key}") {
      val free = NetworkSpec.of(format, CellOptions.of("rnn", 5).withActivation(activation))
      val penalized = free.withRegularization(RegularizationOptions.none.withOmega(strength))
      val reference = JavaNetwork.reference(free)
      val numbers = new TestNumbers(11)
      val data = Seq(4, 6, 1, 2).map(ReferenceData.sequence(reference, false, _, numbers, false))
      val parameters = new TestNumbers(5).weights(reference.shapes)

      val expected = data
        .map(new ReferenceNetwork(reference, parameters).run(_).backward())
        .map(run => ofOmega(omega, run, parameters(name)))
        .reduce(_ + _)
        .map(_ * strength / data.length)
      val without = JavaNetwork.run(free, parameters, data).gradient
      val actual = JavaNetwork.run(penalized, parameters, data).gradient

      assert(breeze.linalg.max(breeze.numerics.abs(expected)) > 0.1, "Ω acts")
      for ((row, column) <- expected.keysIterator) {
        val added = actual(name)(row, column) - without(name)(row, column)
        // float32 differences of gradients of size one
        assert(math.abs(added - expected(row, column)) <= 2e-5 * math.max(1, math.abs(expected(row, column))))
      }
      for (other <- without.keys if other != name) assert(actual(other) == without(other))
    }

  private def ofOmega(omega: Omega, run: ReferenceRun, r: DenseMatrix[Double]): DenseMatrix[Double] = {
    val weights = new Weights(r)
    val outputs = run.states("layers.0.forward").map(_.head)
    if (outputs.length > 1) Value.backward(omega(outputs, weights))
    weights.error
  }
}
