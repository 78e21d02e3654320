package org.keepgate.reference

import breeze.linalg.DenseVector
import org.scalatest.funsuite.AnyFunSuite

/** Mixture densities against their definition, written without logarithms, and as densities: they integrate to one. */
class DensitySpec extends AnyFunSuite {

  test("the mixture of one value is the sum of weighted normal densities") {
    val y = new TestNumbers(3).vector(9)
    val e = (0 until 3).map(j => math.exp(y(j)))
    for (x <- Seq(-1.5, 0.0, 0.3, 2.0)) {
      val density = (0 until 3).map { j =>
        val sigma = math.exp(y(6 + j))
        val z = (x - y(3 + j)) / sigma
        e(j) / e.sum * math.exp(-z * z / 2) / (sigma * math.sqrt(2 * math.Pi))
      }.sum
      assert(math.abs(loss(MixtureDensityHead(3), y, x) + math.log(density)) < 1e-12)
    }
  }

  test("the mixture of one value integrates to one") {
    val y = new TestNumbers(4).vector(9)
    val step = 0.01
    val integral = (-3000 to 3000).map(k => math.exp(-loss(MixtureDensityHead(3), y, k * step)) * step).sum
    assert(math.abs(integral - 1) < 1e-10)
  }

  test("the mixture of moves is the sum of weighted bivariate normal densities, by their covariance") {
    val y = new TestNumbers(5).vector(13)
    val e = 1 / (1 + math.exp(y(0)))
    val weights = Seq(math.exp(y(1)), math.exp(y(2)))
    for ((x1, x2, end) <- Seq((0.2, -0.4, 0.0), (-1.0, 0.7, 1.0))) {
      val density = (0 until 2).map { j =>
        val (s1, s2, rho) = (math.exp(y(7 + j)), math.exp(y(9 + j)), math.tanh(y(11 + j)))
        val (d1, d2) = (x1 - y(3 + j), x2 - y(5 + j))
        val (a, b, c) = (s1 * s1, rho * s1 * s2, s2 * s2) // covariance [a b; b c]
        val determinant = a * c - b * b
        val square = (c * d1 * d1 - 2 * b * d1 * d2 + a * d2 * d2) / determinant
        weights(j) / weights.sum * math.exp(-square / 2) / (2 * math.Pi * math.sqrt(determinant))
      }.sum
      val expected = -math.log(density) - math.log(if (end == 1) e else 1 - e)
      assert(math.abs(loss(HandwritingHead(2), y, x1, x2, end) - expected) < 1e-12)
    }
  }

  test("the gradient of the mixture of moves is Graves's") { // equations 31–38, with ê's sign as printed
    val y = new TestNumbers(6).vector(13)
    val (x1, x2, end) = (0.3, -0.2, 1.0)
    val node = Value(y)
    Value.backward(losses(HandwritingHead(2), node, x1, x2, end))
    assert(math.abs(node.error(0) - (end - 1 / (1 + math.exp(y(0))))) < 1e-12)
    val parts = (0 until 2).map { j =>
      val (s1, s2, rho) = (math.exp(y(7 + j)), math.exp(y(9 + j)), math.tanh(y(11 + j)))
      val (z1, z2) = ((x1 - y(3 + j)) / s1, (x2 - y(5 + j)) / s2)
      val c = 1 / (1 - rho * rho)
      val square = z1 * z1 + z2 * z2 - 2 * rho * z1 * z2
      val density = math.exp(y(1 + j)) * math.exp(-c * square / 2) / (s1 * s2) * math.sqrt(c)
      (density, s1, s2, rho, z1, z2, c, square)
    }
    for (j <- 0 until 2) {
      val (density, s1, s2, rho, z1, z2, c, square) = parts(j)
      val gamma = density / parts.map(_._1).sum
      val pi = math.exp(y(1 + j)) / (math.exp(y(1)) + math.exp(y(2)))
      val expected = Seq(
        1 -> (pi - gamma),
        3 -> -gamma * c / s1 * (z1 - rho * z2),
        5 -> -gamma * c / s2 * (z2 - rho * z1),
        7 -> -gamma * (c * z1 * (z1 - rho * z2) - 1),
        9 -> -gamma * (c * z2 * (z2 - rho * z1) - 1),
        11 -> -gamma * (z1 * z2 + rho * (1 - c * square))
      )
      for ((column, value) <- expected) assert(math.abs(node.error(column + j) - value) < 1e-12, s"column $column")
    }
  }

  private def loss(head: Head, y: DenseVector[Double], target: Double*): Double =
    losses(head, Value(y), target: _*).scalar

  private def losses(head: Head, y: Value, target: Double*): Value = {
    val sequence = ReferenceSequence(values = IndexedSeq(Some(DenseVector(target: _*))))
    head.losses(IndexedSeq(y), sequence).head.loss
  }
}
