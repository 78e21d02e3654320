package org.keepgate.reference

import org.keepgate.reference.Functions._

/** The layer-normalised LSTM (Ba, Kiros and Hinton, 2016, equations 15 and 20–22): mean and variance are taken
  * over all 4H columns of a row, and over the H cells.
  *
  * {{{
  *   N(v) = (v − mean v) / √(mean (v − mean v)² + ε)
  *   [i f g o] = γ_R∘N(R h') + γ_W∘N(W x) + b
  *   c = σ(f)∘c' + σ(i)∘tanh(g)
  *   h = σ(o)∘tanh(γ_c∘N(c) + β_c)
  * }}}
  */
final case class LayerNormLstm(hiddenSize: Int, clip: Double = 0, epsilon: Double = 1e-8) extends Cell {
  override def stateSizes: Seq[Int] = Seq(hiddenSize, hiddenSize)

  override def shapes(inputSize: Int): Seq[(String, Int, Int)] =
    Seq(
      ("inputWeights", 4 * hiddenSize, inputSize),
      ("recurrentWeights", 4 * hiddenSize, hiddenSize),
      ("bias", 1, 4 * hiddenSize),
      ("inputGain", 1, 4 * hiddenSize),
      ("recurrentGain", 1, 4 * hiddenSize),
      ("cellGain", 1, hiddenSize),
      ("cellBias", 1, hiddenSize)
    )

  override def step(x: Value, state: Seq[Value], w: LayerWeights): Seq[Value] = {
    val Seq(hOld, cOld) = state
    val a = w.vector("recurrentGain") ∘ normalized(w("recurrentWeights") * hOld) +
      w.vector("inputGain") ∘ normalized(w.input * x) + w.vector("bias")
    val Seq(i, f, g, o) =
      (0 until 4).map(k => a(k * hiddenSize until (k + 1) * hiddenSize).clippedGradient(clip))
    val c = σ(f) ∘ cOld + σ(i) ∘ tanh(g)
    val h = σ(o) ∘ tanh(w.vector("cellGain") ∘ normalized(c) + w.vector("cellBias"))
    Seq(h, c)
  }

  private def normalized(v: Value): Value = {
    val d = v - mean(v)
    d / sqrt(mean(d ∘ d) + Value(epsilon))
  }
}
