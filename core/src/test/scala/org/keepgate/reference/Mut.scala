package org.keepgate.reference

import org.keepgate.reference.Functions._

/** The first of the three architectures that Jozefowicz, Zaremba and Sutskever (2015) found by search, with the
  * projection W_n that its bare x needs when the sizes differ. Here z lets the new state in. Columns: z r n.
  *
  * {{{
  *   z = σ(W_z x + b_z)     r = σ(W_r x + R_r h' + b_r)
  *   n = tanh(R_n (r∘h') + tanh(W_n x) + b_n)
  *   h = n∘z + h'∘(1 − z)
  * }}}
  */
final case class Mut1(hiddenSize: Int, clip: Double = 0) extends GatedUnit {
  override def shapes(inputSize: Int): Seq[(String, Int, Int)] =
    Seq(
      ("inputWeights", 3 * hiddenSize, inputSize),
      ("bias", 1, 2 * hiddenSize),
      ("candidateBias", 1, hiddenSize),
      ("recurrentWeights", hiddenSize, hiddenSize),
      ("candidateWeights", hiddenSize, hiddenSize)
    )

  override def step(x: Value, state: Seq[Value], w: LayerWeights): Seq[Value] = {
    val Seq(hOld) = state
    val a = w.input * x
    val b = w.vector("bias")
    val z = σ((a(first) + b(first)).clippedGradient(clip))
    val r = σ((a(second) + w("recurrentWeights") * hOld + b(second)).clippedGradient(clip))
    val net = w("candidateWeights") * (r ∘ hOld) + tanh(a(third)) + w.vector("candidateBias")
    Seq(tanh(net.clippedGradient(clip)) ∘ z + hOld ∘ (one - z))
  }
}

/** The second, with a projection W_r for its bare x.
  *
  * {{{
  *   z = σ(W_z x + R_z h' + b_z)     r = σ(W_r x + R_r h' + b_r)
  *   n = tanh(R_n (r∘h') + W_n x + b_n)
  *   h = n∘z + h'∘(1 − z)
  * }}}
  */
final case class Mut2(hiddenSize: Int, clip: Double = 0) extends GatedUnit {
  override def shapes(inputSize: Int): Seq[(String, Int, Int)] =
    Seq(
      ("inputWeights", 3 * hiddenSize, inputSize),
      ("bias", 1, 3 * hiddenSize),
      ("recurrentWeights", 2 * hiddenSize, hiddenSize),
      ("candidateWeights", hiddenSize, hiddenSize)
    )

  override def step(x: Value, state: Seq[Value], w: LayerWeights): Seq[Value] = {
    val Seq(hOld) = state
    val a = w.input * x + w.vector("bias")
    val fromOld = w("recurrentWeights") * hOld
    val z = σ((a(first) + fromOld(first)).clippedGradient(clip))
    val r = σ((a(second) + fromOld(second)).clippedGradient(clip))
    val n = tanh((w("candidateWeights") * (r ∘ hOld) + a(third)).clippedGradient(clip))
    Seq(n ∘ z + hOld ∘ (one - z))
  }
}

/** The third: as the second, but z sees tanh(h').
  *
  * {{{
  *   z = σ(W_z x + R_z tanh(h') + b_z)     r, n, h as in Mut2
  * }}}
  */
final case class Mut3(hiddenSize: Int, clip: Double = 0) extends GatedUnit {
  override def shapes(inputSize: Int): Seq[(String, Int, Int)] =
    Seq(
      ("inputWeights", 3 * hiddenSize, inputSize),
      ("bias", 1, 3 * hiddenSize),
      ("updateWeights", hiddenSize, hiddenSize),
      ("recurrentWeights", hiddenSize, hiddenSize),
      ("candidateWeights", hiddenSize, hiddenSize)
    )

  override def step(x: Value, state: Seq[Value], w: LayerWeights): Seq[Value] = {
    val Seq(hOld) = state
    val a = w.input * x + w.vector("bias")
    val z = σ((a(first) + w("updateWeights") * tanh(hOld)).clippedGradient(clip))
    val r = σ((a(second) + w("recurrentWeights") * hOld).clippedGradient(clip))
    val n = tanh((w("candidateWeights") * (r ∘ hOld) + a(third)).clippedGradient(clip))
    Seq(n ∘ z + hOld ∘ (one - z))
  }
}
