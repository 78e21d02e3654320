package org.keepgate.reference

import breeze.linalg.DenseVector
import org.keepgate.reference.Functions._

/** One sequence for the reference: symbols or feature rows; and targets: a class, a row of values (NaN = unknown) or
  * nothing at every step, or a list of labels for the whole.
  */
final case class ReferenceSequence(
    symbols: IndexedSeq[Int] = IndexedSeq.empty,
    features: IndexedSeq[DenseVector[Double]] = IndexedSeq.empty,
    classes: IndexedSeq[Option[Int]] = IndexedSeq.empty,
    values: IndexedSeq[Option[DenseVector[Double]]] = IndexedSeq.empty,
    labels: IndexedSeq[Int] = IndexedSeq.empty
) {
  def length: Int = math.max(symbols.length, features.length)

  /** The sequence cut into runs of steps. */
  def segments(length: Int): IndexedSeq[ReferenceSequence] =
    (0 until this.length by length).map { from =>
      val until = from + length
      copy(symbols.slice(from, until), features.slice(from, until), classes.slice(from, until), values.slice(from, until))
    }
}

/** A loss, and what it weighs in a mean over several. */
final case class WeighedLoss(loss: Value, weight: Double = 1)

/** From the pre-activations of the last product at every step to losses. */
trait Head {

  /** Pre-activations of a step. */
  def width: Int

  /** Classes of symbols, whose pre-activations stand behind those of the symbols. */
  def symbolClasses: Int = 0

  def losses(outputs: IndexedSeq[Value], sequence: ReferenceSequence): Seq[WeighedLoss]
}

/** A class at the steps that have one: loss = −w_k ln p_k, p = softmax(y), w the weights of the classes. */
final case class SoftmaxHead(width: Int, classWeights: Seq[Double] = Nil) extends Head {
  override def losses(outputs: IndexedSeq[Value], sequence: ReferenceSequence): Seq[WeighedLoss] =
    for ((y, Some(target)) <- outputs.zip(sequence.classes)) yield {
      val weight = if (classWeights.isEmpty) 1 else classWeights(target)
      WeighedLoss(logSoftmax(y)(target) * -weight, weight)
    }
}

/** A symbol, by its class and among those of its class (Goodman, 2001; Mikolov et al., 2011): symbol k of class c has
  * p = softmax(classes)_c · softmax(symbols of c)_k. A class begins at each of `starts` and ends at the next.
  */
final case class FactoredSoftmaxHead(width: Int, starts: Seq[Int]) extends Head {
  override def symbolClasses: Int = starts.length

  override def losses(outputs: IndexedSeq[Value], sequence: ReferenceSequence): Seq[WeighedLoss] =
    for ((y, Some(target)) <- outputs.zip(sequence.classes)) yield {
      val own = starts.lastIndexWhere(_ <= target)
      val members = starts(own) until (starts :+ width)(own + 1)
      val ofClass = logSoftmax(y(width until width + symbolClasses))(own)
      WeighedLoss((ofClass + logSoftmax(y(members))(target - members.start)) * -1)
    }
}

/** A loss for every step with a row of targets. */
trait ValueHead extends Head {
  override def losses(outputs: IndexedSeq[Value], sequence: ReferenceSequence): Seq[WeighedLoss] =
    for ((y, Some(target)) <- outputs.zip(sequence.values)) yield WeighedLoss(loss(y, target))

  protected def loss(y: Value, target: DenseVector[Double]): Value
}

/** Mean over the known outputs of ℓ(y − t). */
final case class RegressionHead(width: Int, errorLoss: Value => Value) extends ValueHead {
  override protected def loss(y: Value, target: DenseVector[Double]): Value = {
    val known = target.toArray.indices.filterNot(k => target(k).isNaN)
    mean(concat(known.map(k => errorLoss(y(k) - Value(target(k)))): _*))
  }
}

/** Values by half the sum of squared errors of logistic outputs (Hochreiter and Schmidhuber, 1997):
  * loss = ½ Σ (σ(y) − t)² over the known outputs.
  */
final case class LogisticHead(width: Int) extends ValueHead {
  override protected def loss(y: Value, target: DenseVector[Double]): Value = {
    val known = target.toArray.indices.filterNot(k => target(k).isNaN)
    val e = concat(known.map(k => σ(y(k)) - Value(target(k))): _*)
    total(e ∘ e) * 0.5
  }
}

/** The ℓ of a [[RegressionHead]]. */
object ErrorLoss {
  def squared(e: Value): Value = e ∘ e

  def absolute(e: Value): Value = abs(e)

  /** ½e² up to δ, then δ(|e| − ½δ) (Huber, 1964). */
  def huber(delta: Double)(e: Value): Value =
    if (math.abs(e.scalar) <= delta) e ∘ e * 0.5 else (abs(e) - Value(delta / 2)) * delta
}

/** Any number of labels at once, p = σ(y): loss = −Σ t ln p + (1 − t) ln(1 − p) over the known ones
  * (Boulanger-Lewandowski, Bengio and Vincent, 2012).
  */
final case class BernoulliHead(width: Int) extends ValueHead {
  override protected def loss(y: Value, target: DenseVector[Double]): Value =
    (0 until width)
      .filterNot(k => target(k).isNaN)
      .map(k => softplus(y(k)) - y(k) * target(k)) // −ln σ(y) = softplus(y) − y, −ln(1 − σ(y)) = softplus(y)
      .reduce(_ + _)
}

/** A mixture of K normal densities of one value (Bishop, 1994); columns of y: π̂ (K), μ (K), ln σ (K).
  *
  * {{{
  *   loss = −ln Σ_j π_j N(x; μ_j, σ_j),  π = softmax π̂
  * }}}
  */
final case class MixtureDensityHead(components: Int) extends ValueHead {
  override def width: Int = 3 * components

  override protected def loss(y: Value, target: DenseVector[Double]): Value = {
    val Seq(pi, mu, logSigma) = (0 until 3).map(k => y(k * components until (k + 1) * components))
    val z = (Value(target(0)) - mu) / exp(logSigma)
    val logNormal = z ∘ z * -0.5 - logSigma - Value(math.log(2 * math.Pi) / 2)
    logSumExp(logSoftmax(pi) + logNormal) * -1
  }
}

/** The next move (x₁, x₂) of a pen as a mixture of K bivariate normal densities, and whether the stroke ends,
  * x₃ (Graves, 2013, equations 15–26); columns of y: ê, π̂, μ₁, μ₂, ln σ₁, ln σ₂, ρ̂ (all but the first K each).
  *
  * {{{
  *   e = 1/(1 + exp ê)   π = softmax π̂   ρ = tanh ρ̂   z = (x − μ)/σ   Z = z₁² + z₂² − 2ρ z₁z₂
  *   N = exp(−Z / (2(1 − ρ²))) / (2π σ₁σ₂ √(1 − ρ²))
  *   loss = −ln Σ_j π_j N_j − x₃ ln e − (1 − x₃) ln(1 − e)
  * }}}
  */
final case class HandwritingHead(components: Int) extends ValueHead {
  override def width: Int = 6 * components + 1

  override protected def loss(y: Value, target: DenseVector[Double]): Value = {
    val Seq(pi, mu1, mu2, logSigma1, logSigma2, rhoHat) =
      (0 until 6).map(k => y(1 + k * components until 1 + (k + 1) * components))
    val rho = tanh(rhoHat)
    val z1 = (Value(target(0)) - mu1) / exp(logSigma1)
    val z2 = (Value(target(1)) - mu2) / exp(logSigma2)
    val rest = one - rho ∘ rho
    val bigZ = z1 ∘ z1 + z2 ∘ z2 - rho ∘ z1 ∘ z2 * 2
    val logNormal =
      bigZ / rest * -0.5 - logSigma1 - logSigma2 - log(rest) * 0.5 - Value(math.log(2 * math.Pi))
    val end = y(0) * -1 // ln e = −softplus(ê), ln(1 − e) = ê − softplus(ê)
    logSumExp(logSoftmax(pi) + logNormal) * -1 + softplus(end) - end * target(2)
  }
}

/** A list of labels whose places are unknown (Graves et al., 2006). */
final case class CtcHead(labels: Int) extends Head {
  override def width: Int = labels + 1

  override def losses(outputs: IndexedSeq[Value], sequence: ReferenceSequence): Seq[WeighedLoss] =
    Seq(WeighedLoss(Ctc.loss(outputs, sequence.labels)))
}
