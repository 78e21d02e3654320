package org.keepgate.reference

import breeze.linalg.{DenseMatrix, DenseVector, max}
import breeze.numerics.abs
import org.keepgate.reference.Functions.{total, σ}
import org.scalatest.funsuite.AnyFunSuite

/** What Hochreiter and Schmidhuber (1997) prove of the truncated gradient. */
class MemoryBlocks1997Spec extends AnyFunSuite {
  private val inputSize = 3
  private val steps = 7
  private val plain = MemoryBlocks(2, 2)

  for (
    (name, cell) <- Seq(
      "1997" -> plain,
      "with forget gates" -> plain.copy(forgetGate = true),
      "with peepholes" -> plain.copy(peepholes = true),
      "with forget gates and peepholes, blocks of three cells" ->
        plain.copy(cellsPerBlock = 3, forgetGate = true, peepholes = true)
    )
  )
    test(s"the truncated gradient through time equals the forward recursion of partial derivatives: $name") {
      val cells = cell.stateSizes.head
      val numbers = new TestNumbers(7)
      val weights = numbers.weights(cell.shapes(inputSize))
      val inputs = Seq.fill(steps)(numbers.vector(inputSize))
      val targets = Seq.fill(steps)(numbers.vector(2))
      val outputWeights = numbers.matrix(2, cells)

      // E = ½ Σ (t_k − y_k)², y_k = σ(Σ_c w_kc y_c): both forwards from the same weights
      val run = CellRun.fromZero(cell, weights, inputs)
      val head = new Weights(outputWeights)
      val loss = run.outputs.zip(targets).map { case (y, target) =>
        val e = σ(head * y) - Value(target)
        total(e ∘ e) * 0.5
      }
      Value.backward(loss.reduce(_ + _))

      val recursion = new ForwardRecursion(cell.blocks, cell.cellsPerBlock, cell.forgetGate, cell.peepholes, weights)
      for ((x, target) <- inputs.zip(targets))
        recursion.step(x.data, y => errorOf(outputWeights, DenseVector(y), target))
      for ((view, expected) <- recursion.gradient) {
        assert(max(abs(expected)) > 1e-3, view)
        assert(max(abs(run.weights(view).error - expected)) <= 1e-12, view)
      }
    }

  /** Σ_k w_kc e_k with e_k = f'_k (y_k − t_k). */
  private def errorOf(w: DenseMatrix[Double], y: DenseVector[Double], target: DenseVector[Double]): Array[Double] = {
    val out = (w * y).map(a => 1 / (1 + math.exp(-a)))
    (w.t * ((out - target) *:* out *:* (out.map(1 - _)))).data
  }

  test("error that reached an internal state stays there, bit for bit, to the first step") {
    val run = this.run(plain, inputs(seed = 3, steps = 40))
    Value.backward(total(run.outputs.last ∘ Value(0.3, -0.7, 1.1, 0.2)))
    val errors = run.states.map(_(1).error)
    assert(errors.last.toArray.forall(_ != 0))
    for (error <- errors) assert(error == errors.last)
  }

  test("what it does to the first step's weights and input does not depend, to the bit, on the steps between") {
    val lags = for (seed <- 3 to 5; steps <- Seq(2, 10, 300)) yield firstStep(plain, seed, steps)
    assert(lags.distinct.length == 1)
  }

  test("with forget gates, or with the full gradient, it does") {
    for (cell <- Seq(plain.copy(forgetGate = true), plain.copy(truncated = false)))
      assert((for (seed <- 3 to 5; steps <- Seq(2, 10)) yield firstStep(cell, seed, steps)).distinct.length == 6)
  }

  /** ∂L/∂x(1) of an error at the last internal states, with a first input and an initial state that are always the
    * same: factor g'(net_c) in or g(net_c) in' (equation A.39) times the weights.
    */
  private def firstStep(cell: MemoryBlocks, seed: Int, steps: Int): Seq[Double] = {
    val first = new TestNumbers(1).vector(inputSize)
    val run = this.run(cell, first +: inputs(seed, steps - 1))
    Value.backward(total(run.states.last(1) ∘ Value(0.3, -0.7, 1.1, 0.2)))
    run.xs.head.error.toArray.toSeq
  }

  private def inputs(seed: Int, steps: Int): Seq[DenseVector[Double]] = {
    val numbers = new TestNumbers(seed)
    Seq.fill(steps)(numbers.vector(inputSize))
  }

  private def run(cell: MemoryBlocks, inputs: Seq[DenseVector[Double]]): CellRun =
    CellRun.fromZero(cell, new TestNumbers(7).weights(cell.shapes(inputSize)), inputs)
}
