package org.keepgate.reference

import org.keepgate.reference.Functions._

/** The memory blocks of 1997 (Hochreiter and Schmidhuber, appendix A.1): S cells share one input and one output
  * gate; with the forget gate of Gers, Schmidhuber and Cummins (2000) and the peepholes of Gers, Schraudolph and
  * Schmidhuber (2002), if wanted. Gates are the block's, so they work on all its cells.
  *
  * {{{
  *   in  = σ(W_in x + R_in y' + b_in + Σ_v p_in s'_v)          y' what is fed back:
  *   f   = σ(W_f x + R_f y' + b_f + Σ_v p_f s'_v)                 [cells], or [cells, in, f, out]
  *   s   = f s' + in g(W_c x + R_c y' + b_c)                    no forget gate: f = 1
  *   out = σ(W_out x + R_out y' + b_out + Σ_v p_out s_v)        g = 4σ − 2,  h = 2σ − 1
  *   y_c = out h(s)
  * }}}
  *
  * Columns: input gates, forget gates, output gates, then the cells, block after block. The truncated gradient
  * (section 4 and A.1) takes y' and what the peepholes see for constants: only s hands error to the step before.
  */
final case class MemoryBlocks(
    blocks: Int,
    cellsPerBlock: Int,
    inputGate: Boolean = true,
    forgetGate: Boolean = false,
    outputGate: Boolean = true,
    peepholes: Boolean = false,
    feedback: Feedback = Feedback.CellsAndGates,
    bias: Bias = Bias.All,
    g: Value => Value = Functions.doubleTanhOfHalf,
    h: Value => Value = Functions.tanhOfHalf,
    truncated: Boolean = true,
    clip: Double = 0
) extends Cell {
  private val cells = blocks * cellsPerBlock
  private val gates =
    Seq("in" -> inputGate, "forget" -> forgetGate, "out" -> outputGate).collect { case (name, true) => name }
  private val columns = gates.length * blocks + cells
  private val fedBack = feedback match {
    case Feedback.None          => 0
    case Feedback.Cells         => cells
    case Feedback.CellsAndGates => cells + gates.length * blocks
  }
  private val biased = bias match {
    case Bias.None  => 0
    case Bias.Gates => gates.length * blocks
    case Bias.All   => columns
  }

  override def stateSizes: Seq[Int] =
    Seq(cells, cells) ++ (if (fedBack > cells) Seq(fedBack - cells) else Nil)

  override def shapes(inputSize: Int): Seq[(String, Int, Int)] =
    Seq(("inputWeights", columns, inputSize)) ++
      (if (fedBack > 0) Seq(("recurrentWeights", columns, fedBack)) else Nil) ++
      (if (biased > 0) Seq(("bias", 1, biased)) else Nil) ++
      (if (peepholes) Seq(("peepholes", gates.length, cells)) else Nil)

  override def step(x: Value, state: Seq[Value], w: LayerWeights): Seq[Value] = {
    val yOld = cut(concat(state(0) +: state.drop(2): _*))
    val sOld = state(1)
    val fromOld = if (fedBack > 0) w("recurrentWeights") * yOld else Value(0)
    val b = if (biased > 0) concat(w.vector("bias"), Value.zeros(columns - biased)) else Value(0)
    val a = w.input * x + fromOld + b
    def gate(name: String, s: Value): Value = {
      val own = gates.indexOf(name)
      val peep = if (peepholes) (w("peepholes").row(own) ∘ cut(s)).sumEach(cellsPerBlock) else Value(0)
      σ((a(own * blocks until (own + 1) * blocks) + peep).clippedGradient(clip))
    }

    val in = if (inputGate) Some(gate("in", sOld)) else None
    val forget = if (forgetGate) Some(gate("forget", sOld)) else None
    val s = ofBlock(forget) ∘ sOld + ofBlock(in) ∘ g(a(columns - cells until columns).clippedGradient(clip))
    val out = if (outputGate) Some(gate("out", s)) else None
    val y = ofBlock(out) ∘ h(s)
    Seq(y, s) ++ (if (fedBack > cells) Seq(concat(Seq(in, forget, out).flatten: _*)) else Nil)
  }

  private def cut(v: Value): Value = if (truncated) v.detached else v

  private def ofBlock(gate: Option[Value]): Value = gate.fold(one)(_.repeatEach(cellsPerBlock))
}

/** What the units of a layer see of its previous step. */
sealed trait Feedback

object Feedback {
  case object None extends Feedback
  case object Cells extends Feedback
  case object CellsAndGates extends Feedback
}

/** Which units have a bias. */
sealed trait Bias

object Bias {
  case object None extends Bias
  case object Gates extends Bias
  case object All extends Bias
}
