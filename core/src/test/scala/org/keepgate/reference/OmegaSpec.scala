package org.keepgate.reference

import breeze.linalg.{DenseMatrix, DenseVector, norm}
import org.scalatest.funsuite.AnyFunSuite

/** Ω of the plain network: its value and gradient from its definition, by loops of their own. */
class OmegaSpec extends AnyFunSuite {
  private val steps = 6

  private val cases = Seq[(String, Value => Value, Omega, Double => Double)](
    ("tanh", Functions.tanh, Omega.tanh(), a => 1 - math.tanh(a) * math.tanh(a)),
    ("logistic", Functions.σ, Omega.logistic(), a => { val h = 1 / (1 + math.exp(-a)); h * (1 - h) }),
    ("relu", Functions.relu, Omega.relu(), a => if (a > 0) 1.0 else 0.0)
  )

  for ((name, activation, omega, slope) <- cases) {
    test(s"Ω is the sum of squared changes of the error's norm from step to step: $name") {
      val (run, r) = this.run(activation)
      val expected = defined(run, r, slope, r)
      assert(expected > 1e-3)
      assert(math.abs(omega(outputs(run), new Weights(r)).scalar - expected) < 1e-12)
    }

    test(s"its gradient is that of R where it stands in Ω, with errors and pre-activations held: $name") {
      val (run, r) = this.run(activation)
      val weights = new Weights(r.copy)
      Value.backward(omega(outputs(run), weights))
      val moving = r.copy
      CentralDifferences.check("recurrentWeights", moving.data, weights.error.data)(defined(run, r, slope, moving))
    }

    test(s"the whole derivative of Ω is another one: $name") {
      val (run, r) = this.run(activation)
      val weights = new Weights(r.copy)
      Value.backward(omega(outputs(run), weights))
      val step = 1e-5
      def whole(shift: Double): Double = {
        val (moved, matrix) = this.run(activation, shift)
        omega(outputs(moved), new Weights(matrix)).scalar
      }
      val numeric = (whole(step) - whole(-step)) / (2 * step)
      assert(math.abs(numeric - weights.error(0, 1)) > 1e-3 * math.abs(numeric))
    }
  }

  test("only errors that arise have an Ω: with a target at the last step, all of them; without, none after it") {
    val (run, r) = this.run(Functions.tanh)
    assert(Omega.tanh().terms(outputs(run), new Weights(r)).length == steps - 1)
    val early = lossAt(2)
    assert(Omega.tanh().terms(outputs(early), early.weights("layers.0.forward.recurrentWeights")).length == 2)
  }

  private val spec = ReferenceSpec(PlainRnn(4), 2, SoftmaxHead(3))

  private def run(activation: Value => Value, shift: Double = 0): (ReferenceRun, DenseMatrix[Double]) = {
    val own = spec.copy(cell = PlainRnn(4, activation))
    val parameters = new TestNumbers(5).weights(own.shapes)
    val r = parameters("layers.0.forward.recurrentWeights")
    r(0, 1) += shift
    (new ReferenceNetwork(own, parameters).run(ReferenceData.sequence(own, false, steps, new TestNumbers(3))).backward(), r)
  }

  private def lossAt(step: Int): ReferenceRun = {
    val data = ReferenceData.sequence(spec, false, steps, new TestNumbers(3))
    val classes = data.classes.indices.map(t => Option.when(t == step)(0))
    new ReferenceNetwork(spec, new TestNumbers(5).weights(spec.shapes)).run(data.copy(classes = classes)).backward()
  }

  private def outputs(run: ReferenceRun): Seq[Value] = run.states("layers.0.forward").map(_.head)

  /** Σ_k (‖v‖/‖u‖ − 1)² with errors δ = ∂L/∂h ∘ σ'(a) of a run with weights r, and v of weights `own`. */
  private def defined(
      run: ReferenceRun,
      r: DenseMatrix[Double],
      slope: Double => Double,
      own: DenseMatrix[Double]
  ): Double = {
    val w = run.weights("layers.0.forward.inputWeights").value
    val b = run.weights("layers.0.forward.bias").value(0, ::).t
    val hs = outputs(run)
    val before = DenseVector.zeros[Double](4) +: hs.map(_.value)
    val as = run.inputs.indices.map(t => w * run.inputs(t).value + r * before(t) + b)
    (0 until steps - 1).map { k =>
      val u = hs(k + 1).error *:* as(k + 1).map(slope)
      val v = (own.t * u) *:* as(k).map(slope)
      if (norm(u) == 0) 0 else math.pow(norm(v) / norm(u) - 1, 2)
    }.sum
  }
}
