package org.keepgate.reference

/** Every cell, small, by the name that a report shows. */
object ReferenceCells {
  def odyssey(hiddenSize: Int, clip: Double = 0): Seq[(String, Cell)] = {
    val v = Lstm(hiddenSize, clip = clip)
    Seq(
      "V" -> v,
      "NIG" -> v.copy(inputGate = false),
      "NFG" -> v.copy(forgetGate = false),
      "NOG" -> v.copy(outputGate = false),
      "NIAF" -> v.copy(inputActivation = false),
      "NOAF" -> v.copy(outputActivation = false),
      "NP" -> v.copy(peepholes = false),
      "CIFG" -> v.copy(coupled = true),
      "FGR" -> v.copy(fullGateRecurrence = true)
    )
  }

  def all(hiddenSize: Int, clip: Double = 0): Seq[(String, Cell)] =
    Seq(
      "rnn tanh" -> PlainRnn(hiddenSize, Functions.tanh, clip),
      "rnn logistic" -> PlainRnn(hiddenSize, Functions.σ, clip),
      "rnn relu" -> PlainRnn(hiddenSize, Functions.relu, clip)
    ) ++ odyssey(hiddenSize, clip) ++ Seq(
      "FGR without peepholes" -> Lstm(hiddenSize, peepholes = false, fullGateRecurrence = true, clip = clip),
      "gru" -> Gru(hiddenSize, clip),
      "gru-reset-after" -> GruResetAfter(hiddenSize, clip),
      "mut1" -> Mut1(hiddenSize, clip),
      "mut2" -> Mut2(hiddenSize, clip),
      "mut3" -> Mut3(hiddenSize, clip),
      "layer-norm-lstm" -> LayerNormLstm(hiddenSize, clip)
    )

  /** Memory blocks with every option, two blocks of two cells unless said otherwise. */
  def memoryBlocks(truncated: Boolean, clip: Double = 0): Seq[(String, MemoryBlocks)] = {
    val plain = MemoryBlocks(2, 2, truncated = truncated, clip = clip)
    Seq(
      "1997" -> plain,
      "1997, three blocks of one" -> plain.copy(blocks = 3, cellsPerBlock = 1),
      "cells fed back" -> plain.copy(feedback = Feedback.Cells),
      "nothing fed back" -> plain.copy(feedback = Feedback.None),
      "forget gate" -> plain.copy(forgetGate = true, bias = Bias.Gates),
      "forget gate, cells fed back" -> plain.copy(forgetGate = true, feedback = Feedback.Cells),
      "forget gate and peepholes" -> plain.copy(forgetGate = true, peepholes = true),
      "peepholes, no bias" -> plain.copy(peepholes = true, bias = Bias.None),
      "no output gate, g logistic, h identity" ->
        plain.copy(outputGate = false, g = Functions.σ, h = Functions.identity),
      "no input gate, forget gate, peepholes" ->
        plain.copy(inputGate = false, forgetGate = true, peepholes = true, bias = Bias.Gates),
      "g identity, h tanh" -> plain.copy(g = Functions.identity, h = Functions.tanh)
    )
  }
}
