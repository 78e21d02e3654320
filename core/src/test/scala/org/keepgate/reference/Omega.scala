package org.keepgate.reference

import breeze.linalg.{DenseVector, norm}
import org.keepgate.reference.Functions._

/** The regulariser of Pascanu, Mikolov and Bengio (2013, equations 9 and 10) for the plain network: error should
  * neither grow nor shrink from step to step. On pre-activations a, with δ = ∂L/∂a:
  *
  * {{{
  *   u = δ_{k+1}   v = (u R)∘σ'(a_k)   Ω_k = (‖v‖/‖u‖ − 1)²
  * }}}
  *
  * Only R, where it stands here, is differentiated; u and a_k are held constant. A step without error has no Ω.
  *
  * @param slope
  *   σ' as a function of h = σ(a)
  * @param clip
  *   of δ inside the recursion, as in [[PlainRnn]]
  */
final class Omega(slope: Double => Double, clip: Double = 0) {

  /** Σ_k Ω_k of a layer whose errors are filled, as a value of its recurrent weights. */
  def apply(outputs: Seq[Value], recurrentWeights: Weights): Value =
    terms(outputs, recurrentWeights).foldLeft(Value(0))(_ + _)

  /** The Ω_k themselves. */
  def terms(outputs: Seq[Value], recurrentWeights: Weights): Seq[Value] =
    for {
      (h, next) <- outputs.zip(outputs.tail)
      u = delta(next)
      if norm(u) > 0
    } yield {
      val v = recurrentWeights.transposedTimes(Value(u)) ∘ Value(h.value.map(slope))
      val ratio = sqrt(total(v ∘ v)) * (1 / norm(u))
      (ratio - one) ∘ (ratio - one)
    }

  private def delta(h: Value): DenseVector[Double] =
    (h.error *:* h.value.map(slope)).map(d => if (clip == 0) d else math.max(-clip, math.min(clip, d)))
}

object Omega {
  def tanh(clip: Double = 0): Omega = new Omega(h => 1 - h * h, clip)

  def logistic(clip: Double = 0): Omega = new Omega(h => h * (1 - h), clip)

  def relu(clip: Double = 0): Omega = new Omega(h => if (h > 0) 1 else 0, clip)
}
