package org.keepgate.reference

import org.keepgate.reference.Functions._

/** The gated recurrent unit that resets before the product (Cho et al., 2014, equations 5–8). The update gate z
  * keeps the old state: in Chung et al. (2014) and Karpathy et al. (2016) z means the opposite.
  *
  * {{{
  *   r = σ(W_r x + R_r h' + b_r)     z = σ(W_z x + R_z h' + b_z)
  *   n = tanh(W_n x + R_n (r∘h') + b_n)
  *   h = z∘h' + (1 − z)∘n
  * }}}
  */
final case class Gru(hiddenSize: Int, clip: Double = 0) extends GatedUnit {
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
    val r = σ((a(first) + fromOld(first)).clippedGradient(clip))
    val z = σ((a(second) + fromOld(second)).clippedGradient(clip))
    val n = tanh((a(third) + w("candidateWeights") * (r ∘ hOld)).clippedGradient(clip))
    Seq(z ∘ hOld + (one - z) ∘ n)
  }
}

/** The gated recurrent unit that resets after the product (the first version of Cho et al., 2014; cuDNN, PyTorch).
  *
  * {{{
  *   r, z as in Gru
  *   n = tanh(W_n x + b_n + r∘(R_n h' + b_R))
  *   h = z∘h' + (1 − z)∘n
  * }}}
  */
final case class GruResetAfter(hiddenSize: Int, clip: Double = 0) extends GatedUnit {
  override def shapes(inputSize: Int): Seq[(String, Int, Int)] =
    Seq(
      ("inputWeights", 3 * hiddenSize, inputSize),
      ("bias", 1, 3 * hiddenSize),
      ("recurrentWeights", 3 * hiddenSize, hiddenSize),
      ("recurrentBias", 1, hiddenSize)
    )

  override def step(x: Value, state: Seq[Value], w: LayerWeights): Seq[Value] = {
    val Seq(hOld) = state
    val a = w.input * x + w.vector("bias")
    val fromOld = w("recurrentWeights") * hOld
    val r = σ((a(first) + fromOld(first)).clippedGradient(clip))
    val z = σ((a(second) + fromOld(second)).clippedGradient(clip))
    val n = tanh((a(third) + r ∘ (fromOld(third) + w.vector("recurrentBias"))).clippedGradient(clip))
    Seq(z ∘ hOld + (one - z) ∘ n)
  }
}

/** A cell whose only state is its output, with up to three blocks of columns. */
trait GatedUnit extends Cell {
  def hiddenSize: Int

  override def stateSizes: Seq[Int] = Seq(hiddenSize)

  protected def first: Range = 0 until hiddenSize

  protected def second: Range = hiddenSize until 2 * hiddenSize

  protected def third: Range = 2 * hiddenSize until 3 * hiddenSize
}
