package org.keepgate.reference

import org.keepgate.reference.Functions._

/** The LSTM with forget gate (Gers, Schmidhuber and Cummins, 2000), with peepholes (Gers, Schraudolph and
  * Schmidhuber, 2002) and full gradient (Graves and Schmidhuber, 2005), and what the Search Space Odyssey (Greff
  * et al., 2017) takes out of it or adds to it.
  *
  * {{{
  *   i = σ(W_i x + R_i h' + p_i∘c' + b_i)     NIG: i = 1
  *   f = σ(W_f x + R_f h' + p_f∘c' + b_f)     NFG: f = 1     CIFG: f = 1 − i
  *   g = tanh(W_g x + R_g h' + b_g)           NIAF: g = W_g x + R_g h' + b_g
  *   c = f∘c' + i∘g
  *   o = σ(W_o x + R_o h' + p_o∘c + b_o)      NOG: o = 1
  *   h = o∘tanh(c)                            NOAF: h = o∘c
  *   NP: p = 0     FGR: every gate also sees Q [i' f' o'], its own Q, of the previous step's gates
  * }}}
  *
  * Columns of the pre-activations: i f g o, of those that are there.
  */
final case class Lstm(
    hiddenSize: Int,
    inputGate: Boolean = true,
    forgetGate: Boolean = true,
    outputGate: Boolean = true,
    inputActivation: Boolean = true,
    outputActivation: Boolean = true,
    peepholes: Boolean = true,
    coupled: Boolean = false,
    fullGateRecurrence: Boolean = false,
    clip: Double = 0
) extends Cell {
  private val columns =
    "ifgo".filter(Map('i' -> inputGate, 'f' -> (forgetGate && !coupled), 'g' -> true, 'o' -> outputGate))
  private val gates = columns.filter(_ != 'g')

  override def stateSizes: Seq[Int] =
    Seq(hiddenSize, hiddenSize) ++ (if (fullGateRecurrence) Seq(3 * hiddenSize) else Nil)

  override def shapes(inputSize: Int): Seq[(String, Int, Int)] = {
    val n = columns.length * hiddenSize
    Seq(("inputWeights", n, inputSize), ("recurrentWeights", n, hiddenSize), ("bias", 1, n)) ++
      (if (peepholes) Seq(("peepholes", gates.length, hiddenSize)) else Nil) ++
      (if (fullGateRecurrence)
         Seq(
           ("inputForgetGateWeights", 2 * hiddenSize, 3 * hiddenSize),
           ("outputGateWeights", hiddenSize, 3 * hiddenSize)
         )
       else Nil)
  }

  override def step(x: Value, state: Seq[Value], w: LayerWeights): Seq[Value] = {
    val Seq(hOld, cOld) = state.take(2)
    val a = w.input * x + w("recurrentWeights") * hOld + w.vector("bias")
    def net(column: Char): Value = a(rows(columns.indexOf(column)))
    def peephole(gate: Char, c: Value): Value =
      if (peepholes) w("peepholes").row(gates.indexOf(gate)) ∘ c else Value(0)
    def fromGates(gate: Char): Value =
      if (!fullGateRecurrence) Value(0)
      else if (gate == 'o') w("outputGateWeights") * state(2)
      else (w("inputForgetGateWeights") * state(2))(rows("if".indexOf(gate)))
    def gate(name: Char, c: Value): Value =
      σ((net(name) + peephole(name, c) + fromGates(name)).clippedGradient(clip))

    val i = if (inputGate) gate('i', cOld) else one
    val f = if (coupled) one - i else if (forgetGate) gate('f', cOld) else one
    val z = net('g').clippedGradient(clip)
    val g = if (inputActivation) tanh(z) else z
    val c = f ∘ cOld + i ∘ g
    val o = if (outputGate) gate('o', c) else one
    val h = o ∘ (if (outputActivation) tanh(c) else c)
    Seq(h, c) ++ (if (fullGateRecurrence) Seq(concat(i, f, o)) else Nil)
  }

  private def rows(index: Int): Range = index * hiddenSize until (index + 1) * hiddenSize
}
