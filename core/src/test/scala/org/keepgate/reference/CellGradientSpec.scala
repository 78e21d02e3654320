package org.keepgate.reference

import breeze.linalg.{DenseMatrix, DenseVector}
import org.keepgate.reference.Functions.{tanh, total}
import org.scalatest.funsuite.AnyFunSuite

/** The gradient of every cell, through its outputs and its last state, against central differences over every
  * weight, the inputs and the initial state; and what is *not* a gradient of the loss differs from it.
  */
class CellGradientSpec extends AnyFunSuite {
  private val inputSize = 3
  private val steps = 4

  private final class Fixture(cell: Cell) {
    private val numbers = new TestNumbers(7)
    val parameters: Map[String, DenseMatrix[Double]] = numbers.weights(cell.shapes(inputSize))
    val inputs: Seq[DenseVector[Double]] = Seq.fill(steps)(numbers.vector(inputSize))
    val initial: Seq[DenseVector[Double]] = cell.stateSizes.map(numbers.vector(_, 0.7))
    private val weighing = Seq.fill(steps + 8)(numbers.vector(16))

    /** A loss that weighs every output, and every part of the last state, differently. */
    def run(withCell: Cell = cell): (CellRun, Value) = {
      val run = new CellRun(withCell, parameters, inputs, initial)
      val seen = run.outputs.map(tanh) ++ run.states.last
      val terms = seen.zip(weighing).map { case (v, weight) => total(v ∘ Value(weight(0 until v.length))) }
      (run, terms.reduce(_ + _) + run.halfSquares)
    }

    def gradient(withCell: Cell): Map[String, DenseMatrix[Double]] = {
      val (run, loss) = this.run(withCell)
      Value.backward(loss)
      run.weights.map { case (name, weights) => name -> weights.error }
    }
  }

  for ((name, cell) <- ReferenceCells.all(5) ++ ReferenceCells.memoryBlocks(truncated = false))
    test(s"back-propagated gradient agrees with central differences: $name") {
      val fixture = new Fixture(cell)
      val (run, loss) = fixture.run()
      Value.backward(loss)
      def value = fixture.run()._2.scalar
      val worst = fixture.parameters.toSeq.map { case (view, matrix) =>
        CentralDifferences.check(view, matrix.data, run.weights(view).error.data)(value)
      } ++ fixture.inputs.zip(run.xs).map { case (x, node) =>
        CentralDifferences.check("input", x.data, node.error.data)(value)
      } ++ fixture.initial.zip(run.initial).map { case (part, node) =>
        CentralDifferences.check("initial state", part.data, node.error.data)(value)
      }
      info(f"worst relative error ${worst.max}%.1e")
    }

  for ((name, cell) <- ReferenceCells.memoryBlocks(truncated = true) if cell.feedback != Feedback.None)
    test(s"the truncated gradient has the same loss and another gradient: $name") {
      val fixture = new Fixture(cell)
      val full = cell.copy(truncated = false)
      assert(fixture.run(cell)._2.scalar == fixture.run(full)._2.scalar)
      assert(distance(fixture.gradient(cell), fixture.gradient(full)) > 1e-2)
    }

  for (((name, free), (_, clipped)) <-
      (ReferenceCells.all(5) ++ ReferenceCells.memoryBlocks(truncated = false))
        .zip(ReferenceCells.all(5, clip = 0.05) ++ ReferenceCells.memoryBlocks(truncated = false, clip = 0.05)))
    test(s"an active clip keeps the loss and changes the gradient: $name") {
      val fixture = new Fixture(free)
      assert(fixture.run(free)._2.scalar == fixture.run(clipped)._2.scalar)
      assert(distance(fixture.gradient(free), fixture.gradient(clipped)) > 1e-2)
    }

  private def distance(a: Map[String, DenseMatrix[Double]], b: Map[String, DenseMatrix[Double]]): Double =
    a.keys.map(name => breeze.linalg.max(breeze.numerics.abs(a(name) - b(name)))).max
}
