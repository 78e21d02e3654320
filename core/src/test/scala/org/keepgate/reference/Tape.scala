package org.keepgate.reference

import breeze.linalg.{DenseMatrix, DenseVector, max, sum}
import breeze.numerics
import java.util.concurrent.atomic.AtomicLong
import scala.collection.mutable

/** A vector that remembers how it was made: reverse-mode differentiation, so that every equation of the
  * reference is written once, forward, and its gradient follows.
  *
  * {{{
  *   y = f(x)      error(x) += error(y) · ∂y/∂x      from the last value made to the first
  * }}}
  *
  * A vector of length one stands for as many equal elements as its partner has: `one - z`, `x - mean(x)`.
  */
final class Value private (
    val value: DenseVector[Double],
    private val sources: Seq[Value],
    private val handBack: DenseVector[Double] => Unit
) {
  private val order = Value.made.incrementAndGet()

  /** ∂L/∂this, once [[Value.backward]] has run. */
  val error: DenseVector[Double] = DenseVector.zeros[Double](value.length)

  def length: Int = value.length

  def scalar: Double = { require(length == 1, s"one element expected, found $length"); value(0) }

  def +(that: Value): Value = Value.of(wide(that) + that.wide(this), this, that) { d =>
    this.add(d); that.add(d)
  }

  def -(that: Value): Value = Value.of(wide(that) - that.wide(this), this, that) { d =>
    this.add(d); that.add(-d)
  }

  /** Element by element. */
  def ∘(that: Value): Value = {
    val (a, b) = (wide(that), that.wide(this))
    Value.of(a *:* b, this, that) { d => this.add(d *:* b); that.add(d *:* a) }
  }

  /** Element by element. */
  def /(that: Value): Value = {
    val (a, b) = (wide(that), that.wide(this))
    Value.of(a /:/ b, this, that) { d => this.add(d /:/ b); that.add(-(d *:* a) /:/ (b *:* b)) }
  }

  def *(factor: Double): Value = Value.of(value * factor, this)(d => add(d * factor))

  def apply(elements: Range): Value = Value.of(value(elements).copy, this)(d => error(elements) += d)

  def apply(element: Int): Value = apply(element until element + 1)

  /** Element by element: f, and its derivative as a function of x and f(x). */
  def map(f: Double => Double)(derivative: (Double, Double) => Double): Value = {
    val y = value.map(f)
    Value.of(y, this) { d => add(DenseVector.tabulate(length)(j => d(j) * derivative(value(j), y(j)))) }
  }

  /** The same numbers, but nothing flows back: what the truncated gradient of 1997 does to y(t−1). */
  def detached: Value = Value(value)

  /** The same numbers; what flows back is bounded element by element (Graves, 2013). 0 = no bound. */
  def clippedGradient(limit: Double): Value =
    if (limit == 0) this
    else Value.of(value, this)(d => add(d.map(e => math.max(-limit, math.min(limit, e)))))

  /** Every element `times` times, one after the other. */
  def repeatEach(times: Int): Value =
    Value.of(DenseVector.tabulate(length * times)(j => value(j / times)), this) { d =>
      for (j <- 0 until d.length) error(j / times) += d(j)
    }

  /** Sums of so many neighbours. */
  def sumEach(neighbours: Int): Value =
    Value.of(DenseVector.tabulate(length / neighbours)(j => sum(value(j * neighbours until (j + 1) * neighbours))), this) {
      d => for (j <- 0 until length) error(j) += d(j / neighbours)
    }

  private def wide(partner: Value): DenseVector[Double] =
    if (length == 1 && partner.length > 1) DenseVector.fill(partner.length)(value(0)) else value

  private def add(d: DenseVector[Double]): Unit = if (length == 1) error(0) += sum(d) else error += d
}

object Value {
  private val made = new AtomicLong

  /** A value that was not made from others: an input, a constant. */
  def apply(value: DenseVector[Double]): Value = new Value(value, Nil, _ => ())

  def apply(elements: Double*): Value = apply(DenseVector(elements: _*))

  def zeros(length: Int): Value = apply(DenseVector.zeros[Double](length))

  def of(value: DenseVector[Double], sources: Value*)(handBack: DenseVector[Double] => Unit): Value =
    new Value(value, sources, handBack)

  /** Fills the errors of everything that this one element was made from. */
  def backward(loss: Value): Unit = {
    require(loss.length == 1, s"a loss is one number, found ${loss.length}")
    val reached = mutable.LinkedHashSet(loss)
    val open = mutable.Stack(loss)
    while (open.nonEmpty) open.pop().sources.foreach(source => if (reached.add(source)) open.push(source))
    loss.error(0) += 1
    reached.toSeq.sortBy(-_.order).foreach(node => node.handBack(node.error))
  }
}

/** What multiplies a vector. */
trait Product {
  def *(x: Value): Value
}

/** A matrix of parameters, and ∂L/∂ of it. */
final class Weights(val value: DenseMatrix[Double]) extends Product {
  val error: DenseMatrix[Double] = DenseMatrix.zeros[Double](value.rows, value.cols)

  override def *(x: Value): Value = Value.of(value * x.value, x) { d =>
    error += d * x.value.t
    x.error += value.t * d
  }

  /** The transpose times a vector. */
  def transposedTimes(x: Value): Value = Value.of(value.t * x.value, x) { d =>
    error += x.value * d.t
    x.error += value * d
  }

  def row(index: Int): Value = Value.of(value(index, ::).t.copy)(d => error(index, ::) += d.t)
}

/** Elementary functions of the equations. */
object Functions {
  def one: Value = Value(1.0)

  def σ(x: Value): Value = x.map(logistic)((_, y) => y * (1 - y))

  def tanh(x: Value): Value = x.map(math.tanh)((_, y) => 1 - y * y)

  def relu(x: Value): Value = x.map(math.max(0, _))((a, _) => if (a > 0) 1 else 0)

  def identity(x: Value): Value = x

  /** The g of 1997: 4σ(x) − 2. */
  def doubleTanhOfHalf(x: Value): Value = σ(x) * 4 - Value(2)

  /** The h of 1997: 2σ(x) − 1. */
  def tanhOfHalf(x: Value): Value = σ(x) * 2 - Value(1)

  def exp(x: Value): Value = x.map(math.exp)((_, y) => y)

  def log(x: Value): Value = x.map(math.log)((a, _) => 1 / a)

  def sqrt(x: Value): Value = x.map(math.sqrt)((_, y) => 0.5 / y)

  def abs(x: Value): Value = x.map(math.abs)((a, _) => math.signum(a))

  /** ln(1 + eˣ). */
  def softplus(x: Value): Value = x.map(a => math.max(a, 0) + math.log1p(math.exp(-math.abs(a))))((a, _) => logistic(a))

  def total(x: Value): Value = x.sumEach(x.length)

  def mean(x: Value): Value = total(x) * (1.0 / x.length)

  /** ln Σ eˣ. */
  def logSumExp(x: Value): Value = {
    val top = max(x.value)
    val y = top + math.log(sum(numerics.exp(x.value - top)))
    Value.of(DenseVector(y), x)(d => x.error += numerics.exp(x.value - y) * d(0))
  }

  def logSoftmax(x: Value): Value = x - logSumExp(x)

  def concat(parts: Value*): Value = {
    val starts = parts.scanLeft(0)(_ + _.length)
    Value.of(DenseVector.vertcat(parts.map(_.value): _*), parts: _*) { d =>
      for ((part, start) <- parts.zip(starts)) part.error += d(start until start + part.length)
    }
  }

  private def logistic(a: Double): Double = 1 / (1 + math.exp(-a))
}
