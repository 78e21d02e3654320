package org.keepgate.reference

/** The plain recurrent network (Elman, 1990; equations as in Pascanu, Mikolov and Bengio, 2013, with the
  * activation outside).
  *
  * {{{
  *   h = f(W x + R h' + b)
  * }}}
  */
final case class PlainRnn(hiddenSize: Int, activation: Value => Value = Functions.tanh, clip: Double = 0)
    extends Cell {
  override def stateSizes: Seq[Int] = Seq(hiddenSize)

  override def shapes(inputSize: Int): Seq[(String, Int, Int)] =
    Seq(
      ("inputWeights", hiddenSize, inputSize),
      ("recurrentWeights", hiddenSize, hiddenSize),
      ("bias", 1, hiddenSize)
    )

  override def step(x: Value, state: Seq[Value], w: LayerWeights): Seq[Value] = {
    val Seq(hOld) = state
    val a = w.input * x + w("recurrentWeights") * hOld + w.vector("bias")
    Seq(activation(a.clippedGradient(clip)))
  }
}
