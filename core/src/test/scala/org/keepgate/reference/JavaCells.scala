package org.keepgate.reference

import org.keepgate.cell.{
  BiasedUnits,
  CellActivation,
  CellOptions,
  Cells,
  Feedback => FedBack,
  MemoryBlockOptions,
  VanillaActivation
}
import scala.jdk.CollectionConverters._

/** The cells of the float network, of a given size. */
object JavaCells {

  /** Every cell that can be asked for by name, of a given size, and what its options make of it. */
  val all: Seq[(String, Int => CellOptions)] =
    Cells.names.asScala.toSeq.map(name => name -> (CellOptions.of(name, _: Int))) ++ Seq[(String, Int => CellOptions)](
      "rnn, logistic" -> (CellOptions.of("rnn", _).withActivation(VanillaActivation.LOGISTIC)),
      "rnn, relu" -> (CellOptions.of("rnn", _).withActivation(VanillaActivation.RELU)),
      "lstm-1997, blocks of two" -> blocks(identity),
      "lstm-1997, full gradient" -> blocks(_.withTruncatedGradient(false)),
      "lstm-1997, forget gates, peepholes, truncated" -> blocks(_.withForgetGate(true).withPeepholes(true)),
      "lstm-1997, forget gates, peepholes, full gradient, cells fed back" ->
        blocks(_.withForgetGate(true).withPeepholes(true).withFeedback(FedBack.CELLS).withTruncatedGradient(false)),
      "lstm-1997, no output gate, nothing fed back, no bias, g logistic, h identity" ->
        blocks(
          _.withOutputGate(false)
            .withFeedback(FedBack.NONE)
            .withBiasedUnits(BiasedUnits.NONE)
            .withActivations(CellActivation.LOGISTIC, CellActivation.IDENTITY)
        ),
      "lstm-1997, no input gate, gates biased, g identity, h tanh" ->
        blocks(
          _.withInputGate(false)
            .withForgetGate(true)
            .withBiasedUnits(BiasedUnits.GATES)
            .withActivations(CellActivation.IDENTITY, CellActivation.TANH)
            .withTruncatedGradient(false)
        )
    )

  /** Blocks of two cells; of one where the size is odd. */
  private def blocks(change: MemoryBlockOptions => MemoryBlockOptions)(hiddenSize: Int): CellOptions = {
    val size = 2 - hiddenSize % 2
    CellOptions.memoryBlocks(hiddenSize / size, change(MemoryBlockOptions.classic.withCellsPerBlock(size)))
  }
}
