package org.keepgate.reference

import breeze.linalg.{DenseMatrix, max, sum, svd}
import breeze.numerics.abs
import org.keepgate.reference.Functions.total
import org.scalatest.funsuite.AnyFunSuite

/** How far error reaches back in the plain network: measured on the tape, held to what the papers prove. With δ =
  * ∂L/∂pre-activation, ∂δ_v(t − q)/∂δ_u(t) is a product of q matrices diag(f') Rᵀ.
  */
class VanishingErrorSpec extends AnyFunSuite {
  private val units = 6
  private val steps = 20

  for (limit <- Seq(0.6, 0.3))
    test(s"with |w| ≤ $limit < 4/n, error shrinks below n τ^q (Hochreiter and Schmidhuber, 1997, section 3.1)") {
      val tau = units * limit / 4.0
      assert(tau < 1)
      for (u <- 0 until units; (delta, q) <- errorsBack(PlainRnn(units, Functions.σ), limit, u).zipWithIndex)
        assert(max(abs(delta)) <= units * math.pow(tau, q))
    }

  test("any weights: error stays below n (max f' · ‖R‖)^q, whatever the size of the weights (same section)") {
    for (limit <- Seq(0.5, 1.0, 2.0); (name, cell, slope) <- Seq(("σ", (Functions.σ _), 0.25), ("tanh", (Functions.tanh _), 1.0))) {
      val r = weights(PlainRnn(units, cell), limit)("recurrentWeights")
      val bound = slope * max(sum(abs(r.t.copy), breeze.linalg.Axis._1)) // row sums of Rᵀ
      for (u <- 0 until units; (delta, q) <- errorsBack(PlainRnn(units, cell), limit, u).zipWithIndex)
        assert(max(abs(delta)) <= units * math.pow(bound, q) * (1 + 1e-12), s"$name, $limit, lag $q")
    }
  }

  test("largest singular value λ: ‖δ(t − q)‖ ≤ (γλ)^q ‖δ(t)‖ (Pascanu, Mikolov and Bengio, 2013)") {
    for (limit <- Seq(0.2, 1.0)) {
      val cell = PlainRnn(units, Functions.tanh)
      val lambda = max(svd(weights(cell, limit)("recurrentWeights")).singularValues)
      for (u <- 0 until units; (delta, q) <- errorsBack(cell, limit, u).zipWithIndex)
        assert(breeze.linalg.norm(delta) <= math.pow(lambda, q) * (1 + 1e-12))
    }
  }

  test("weights above 4 let error grow where the units are not saturated: the bound is not idle") {
    val cell = PlainRnn(2, Functions.σ)
    // W keeps both units at ½, where f' = ¼: every step multiplies by 8/4
    val strong = Map(
      "inputWeights" -> DenseMatrix.zeros[Double](2, 1),
      "recurrentWeights" -> DenseMatrix((8.0, 0.0), (0.0, 8.0)),
      "bias" -> DenseMatrix((-4.0, -4.0))
    )
    val half = Seq(breeze.linalg.DenseVector(0.5, 0.5))
    val run = new CellRun(cell, strong, Seq.fill(steps)(breeze.linalg.DenseVector(0.0)), half)
    Value.backward(run.outputs.last(0))
    assert(run.outputs.head.error(0) == math.pow(2, steps - 1))
  }

  /** δ at lag 0, 1, … of an error of one at pre-activation u of the last step. */
  private def errorsBack(cell: PlainRnn, limit: Double, u: Int): Seq[breeze.linalg.DenseVector[Double]] = {
    val numbers = new TestNumbers(13)
    val run = CellRun.fromZero(cell, weights(cell, limit), Seq.fill(steps)(numbers.vector(2)))
    val slope: Double => Double =
      if (cell.activation(Value(0)).scalar == 0) h => 1 - h * h else h => h * (1 - h)
    val unit = breeze.linalg.DenseVector.tabulate(units)(k => if (k == u) 1 / slope(run.outputs.last.value(u)) else 0.0)
    Value.backward(total(run.outputs.last ∘ Value(unit)))
    run.outputs.reverse.map(h => h.error *:* h.value.map(slope))
  }

  private def weights(cell: PlainRnn, limit: Double): Map[String, DenseMatrix[Double]] = {
    val numbers = new TestNumbers(9)
    cell.shapes(2).map { case (name, rows, columns) => name -> numbers.matrix(rows, columns, limit) }.toMap
  }
}
