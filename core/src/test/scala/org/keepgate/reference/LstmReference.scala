package org.keepgate.reference

import breeze.linalg.{DenseMatrix, DenseVector}
import breeze.numerics.{sigmoid, tanh}

/** Weights of one LSTM layer, or their gradient: W 4H × I, R 4H × H, b 4H, rows i f g o; p 3 × H, rows i f o. */
final case class LstmWeights(
    w: DenseMatrix[Double],
    r: DenseMatrix[Double],
    b: DenseVector[Double],
    p: DenseMatrix[Double]
) {
  def hiddenSize: Int = r.cols
}

/** What one step leaves behind for the way back. */
final case class LstmStep(
    x: DenseVector[Double],
    previousHidden: DenseVector[Double],
    previousCell: DenseVector[Double],
    i: DenseVector[Double],
    f: DenseVector[Double],
    g: DenseVector[Double],
    o: DenseVector[Double],
    cell: DenseVector[Double]
) {
  val squashed: DenseVector[Double] = tanh(cell)
  val hidden: DenseVector[Double] = o *:* squashed
}

/** The equations of the LSTM with forget gate and peepholes, in double and one sequence at a time: the
  * executable specification that the float kernels are held to. A cell without peepholes has p = 0.
  *
  * {{{
  *   i = σ(W_i x + R_i h' + b_i + p_i∘c')     f = σ(W_f x + R_f h' + b_f + p_f∘c')
  *   g = tanh(W_g x + R_g h' + b_g)           c = f∘c' + i∘g
  *   o = σ(W_o x + R_o h' + b_o + p_o∘c)      h = o∘tanh(c)
  * }}}
  *
  * (Gers, Schraudolph and Schmidhuber, 2002; gradient as in Graves, 2012. `clip` bounds every δ, 0 = none.)
  */
final class LstmReference(weights: LstmWeights, clip: Double) {
  private type V = DenseVector[Double]
  private val size = weights.hiddenSize

  def forward(inputs: Seq[V], hidden: V, cell: V): IndexedSeq[LstmStep] =
    inputs
      .scanLeft((hidden, cell, Option.empty[LstmStep])) { case ((h, c, _), x) =>
        val next = step(x, h, c)
        (next.hidden, next.cell, Some(next))
      }
      .flatMap(_._3)
      .toIndexedSeq

  private def step(x: V, h: V, c: V): LstmStep = {
    val a = weights.w * x + weights.r * h + weights.b
    val i = sigmoid(gate(a, 0) + peephole(0) *:* c)
    val f = sigmoid(gate(a, 1) + peephole(1) *:* c)
    val g = tanh(gate(a, 2))
    val cell = (f *:* c) + (i *:* g)
    val o = sigmoid(gate(a, 3) + peephole(2) *:* cell)
    LstmStep(x, h, c, i, f, g, o, cell)
  }

  /** From ∂L/∂h of every step: the gradient of the weights, and ∂L/∂x of every step. */
  def backward(trace: IndexedSeq[LstmStep], dOutputs: Seq[V]): (LstmWeights, IndexedSeq[V]) = {
    val w = DenseMatrix.zeros[Double](weights.w.rows, weights.w.cols)
    val r = DenseMatrix.zeros[Double](weights.r.rows, weights.r.cols)
    val b = DenseVector.zeros[Double](weights.b.length)
    val p = DenseMatrix.zeros[Double](3, size)
    val dInputs = Array.fill(trace.length)(DenseVector.zeros[Double](weights.w.cols))
    var dHidden = DenseVector.zeros[Double](size)
    var dCell = DenseVector.zeros[Double](size)
    for (t <- trace.indices.reverse) {
      val s = trace(t)
      val dh = dOutputs(t) + dHidden
      val deltaO = clipped(dh *:* s.squashed *:* derivative(s.o))
      val dc = dCell + (dh *:* s.o *:* (1.0 - (s.squashed *:* s.squashed))) + (deltaO *:* peephole(2))
      val deltaI = clipped(dc *:* s.g *:* derivative(s.i))
      val deltaF = clipped(dc *:* s.previousCell *:* derivative(s.f))
      val deltaG = clipped(dc *:* s.i *:* (1.0 - (s.g *:* s.g)))
      val delta = DenseVector.vertcat(deltaI, deltaF, deltaG, deltaO)
      w += delta * s.x.t
      r += delta * s.previousHidden.t
      b += delta
      p(0, ::) += (deltaI *:* s.previousCell).t
      p(2, ::) += (deltaO *:* s.cell).t
      p(1, ::) += (deltaF *:* s.previousCell).t
      dInputs(t) = weights.w.t * delta
      dHidden = weights.r.t * delta
      dCell = (dc *:* s.f) + (deltaI *:* peephole(0)) + (deltaF *:* peephole(1))
    }
    (LstmWeights(w, r, b, p), dInputs.toIndexedSeq)
  }

  private def gate(a: V, index: Int): V = a(index * size until (index + 1) * size)

  private def peephole(index: Int): V = weights.p(index, ::).t

  private def derivative(logistic: V): V = logistic *:* (1.0 - logistic)

  private def clipped(delta: V): V =
    if (clip == 0) delta else delta.map(d => math.max(-clip, math.min(clip, d)))
}
