package org.keepgate.reference

import org.keepgate.reference.Functions._
import org.scalatest.funsuite.AnyFunSuite

/** The tape itself: every operation against central differences. */
class TapeSpec extends AnyFunSuite {
  private val numbers = new TestNumbers(3)

  private val operations: Seq[(String, (Value, Value, Weights) => Value)] = Seq(
    ("matrix times vector", (x, _, w) => w * x),
    ("transposed matrix times vector", (x, _, w) => w.transposedTimes(w * x)),
    ("row of a matrix", (x, _, w) => w.row(2) ∘ x),
    ("sum", (x, y, _) => x + y),
    ("difference", (x, y, _) => x - y),
    ("product", (x, y, _) => x ∘ y),
    ("quotient", (x, y, _) => x / (y ∘ y + Value(0.5))),
    ("a value used twice", (x, _, w) => x ∘ (w * x)(0 until 4) + x),
    ("one element with many", (x, y, _) => (x(1) - y) ∘ x(0) + y / (x(2) + Value(3)) + y(3)),
    ("factor", (x, _, _) => x * -2.5),
    ("slices", (x, y, _) => x(1 until 3) ∘ y(0 until 2)),
    ("concat", (x, y, _) => concat(x, y, x) ∘ concat(y, y, y)),
    ("repeat", (x, _, _) => x.repeatEach(3) ∘ x.repeatEach(3)),
    ("sum of neighbours", (x, y, _) => (x ∘ y).sumEach(2)),
    ("mean", (x, y, _) => mean(x) ∘ y),
    ("logistic", (x, _, _) => σ(x)),
    ("tanh", (x, _, _) => tanh(x)),
    ("4σ − 2", (x, _, _) => doubleTanhOfHalf(x)),
    ("2σ − 1", (x, _, _) => tanhOfHalf(x)),
    ("relu", (x, _, _) => relu(x)),
    ("absolute value", (x, _, _) => abs(x)),
    ("exp", (x, _, _) => exp(x)),
    ("log", (x, _, _) => log(exp(x) + Value(0.1))),
    ("square root", (x, _, _) => sqrt(x ∘ x + Value(0.1))),
    ("softplus", (x, _, _) => softplus(x * 5)),
    ("log-sum-exp", (x, _, _) => logSumExp(x * 3)),
    ("log-softmax", (x, _, _) => logSoftmax(x)),
    ("a clip that does not act", (x, _, _) => tanh(x.clippedGradient(1e3)))
  )

  for ((name, operation) <- operations)
    test(s"gradient agrees with central differences: $name") {
      val (x, y, w) = (numbers.vector(4), numbers.vector(4), numbers.matrix(5, 4))
      val weighing = numbers.vector(16)
      def run(): (Value, Value, Weights, Value) = {
        val (a, b, m) = (Value(x.copy), Value(y.copy), new Weights(w.copy))
        val result = operation(a, b, m)
        (a, b, m, total(result ∘ result ∘ result + result ∘ Value(weighing(0 until result.length))))
      }
      val (a, b, m, loss) = run()
      Value.backward(loss)
      CentralDifferences.check("x", x.data, a.error.toArray)(run()._4.scalar)
      CentralDifferences.check("y", y.data, b.error.toArray)(run()._4.scalar)
      CentralDifferences.check("w", w.data, m.error.toArray)(run()._4.scalar)
    }

  test("log-sum-exp and softplus do not overflow") {
    assert(logSumExp(Value(1000, 1000)).scalar == 1000 + math.log(2))
    assert(softplus(Value(1000)).scalar == 1000 && softplus(Value(-1000)).scalar == 0)
  }

  test("nothing flows back through a detached value, its numbers stay") {
    val x = Value(0.5, -2)
    val loss = total(x.detached ∘ x)
    Value.backward(loss)
    assert(loss.scalar == 4.25 && x.error.toArray.sameElements(Array(0.5, -2.0)))
  }

  test("a clipped gradient is bounded element by element, its value is not") {
    val x = Value(0.5, -2, 0.01)
    val loss = total(x.clippedGradient(0.25) ∘ x.detached)
    Value.backward(loss)
    assert(loss.scalar == 0.25 + 4 + 0.01 * 0.01)
    assert(x.error.toArray.sameElements(Array(0.25, -0.25, 0.01)))
  }
}
