package org.keepgate.reference

import breeze.linalg.DenseMatrix
import org.keepgate.network.NetworkSpec
import org.scalatest.Assertions._

/** What it means that the float network agrees with the reference. */
trait Parity {

  /** float32 sums of a few dozen terms of size one differ by some 1e-6, and a plain network makes them grow from step
    * to step; a swapped gate or a shifted step is off by 1e-2.
    */
  private def tolerance(spec: NetworkSpec): Double = if (Set("lstm", "lstm-peephole")(spec.cell.name)) 2e-5 else 1e-4

  /** Below this an error counts as if the gradient had this size: it is a sum of terms that are larger. Layer
    * normalisation divides by deviations of some 0.04 in these networks: to round the parameters to float alone moves
    * its gradients by 7e-7, ten times as far as those of other cells.
    */
  private def smallest(spec: NetworkSpec): Double = if (spec.cell.name == "layer-norm-lstm") 1e-1 else 1e-2

  /** Loss, number of targets and every element of the gradient of the mean loss.
    *
    * @return worst relative error
    */
  def assertAgrees(spec: NetworkSpec, expected: Seq[ReferenceRun], actual: JavaNetwork.Pass): Double = {
    val loss = expected.map(_.losses.map(_.loss.scalar).sum).sum
    assert(actual.targets == expected.map(_.losses.length).sum)
    assert(math.abs(actual.loss - loss) <= tolerance(spec) * math.abs(loss))
    val errors = for ((name, mean) <- meanGradient(expected); ((row, column), value) <- mean.iterator) yield {
      val error = math.abs(actual.gradient(name)(row, column) - value) / math.max(smallest(spec), math.abs(value))
      assert(error <= tolerance(spec), s"$name[$row, $column]: ${actual.gradient(name)(row, column)}, expected $value")
      error
    }
    errors.max
  }

  def meanGradient(runs: Seq[ReferenceRun]): Map[String, DenseMatrix[Double]] = {
    val weight = runs.map(_.weight).sum
    runs.head.weights.keys.map { name =>
      name -> runs.map(_.weights(name).error).reduce(_ + _).map(_ / weight)
    }.toMap
  }

  def largest(m: DenseMatrix[Double]): Double = breeze.linalg.max(breeze.numerics.abs(m))
}
