package org.keepgate.reference

import breeze.linalg.{DenseMatrix, DenseVector}
import org.keepgate.math.RandomStream
import org.scalatest.Assertions._

/** Holds a back-propagated gradient to differences of the loss itself, element by element. */
object CentralDifferences {
  private val step = 1e-4

  /** Truncation is some step⁴ = 1e-16, rounding 1e-16 / step = 1e-12: 1e-6 of any gradient above 1e-5. */
  private val relativeError = 1e-6
  private val smallest = 1e-5

  /** Checks ∂loss/∂elements against `gradient`; `loss` sees the elements as this function changes them.
    *
    * @return worst relative error
    */
  def check(name: String, elements: Array[Double], gradient: Array[Double])(loss: => Double): Double =
    elements.indices.map { at =>
      val original = elements(at)
      def shifted(steps: Int): Double = { elements(at) = original + steps * step; loss }
      val numeric = (8 * (shifted(1) - shifted(-1)) - (shifted(2) - shifted(-2))) / (12 * step)
      elements(at) = original
      val error = math.abs(gradient(at) - numeric) / math.max(math.abs(numeric), smallest)
      assert(error <= relativeError, s"$name[$at]: back-propagated ${gradient(at)}, difference $numeric")
      error
    }.max
}

/** Random numbers that are exact in float, so that the float kernels start from the very same ones. */
final class TestNumbers(seed: Long) {
  private val random = new RandomStream(seed)

  def next(limit: Double): Double = ((random.nextDouble() * 2 - 1) * limit).toFloat.toDouble

  def symbol(bound: Int): Int = random.nextInt(bound)

  def vector(length: Int, limit: Double = 1): DenseVector[Double] = DenseVector.fill(length)(next(limit))

  def matrix(rows: Int, columns: Int, limit: Double = 0.8): DenseMatrix[Double] =
    DenseMatrix.fill(rows, columns)(next(limit))

  def weights(shapes: Seq[(String, Int, Int)]): Map[String, DenseMatrix[Double]] =
    shapes.map { case (name, rows, columns) => name -> matrix(rows, columns) }.toMap
}
