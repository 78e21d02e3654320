package org.keepgate.reference

import breeze.linalg.DenseMatrix
import org.keepgate.cell.{
  BiasedUnits,
  CellActivation,
  CellOptions,
  Cells,
  Feedback => FedBack,
  MemoryBlockOptions,
  VanillaActivation
}
import org.keepgate.head.{HeadKind, HeadOptions}
import org.keepgate.network.{NetworkSpec, StackOptions}
import org.keepgate.sequence.{Readout, SequenceFormat, TargetKind}
import org.scalatest.funsuite.AnyFunSuite
import scala.jdk.CollectionConverters._

/** The float network, on packed batches of unequal lengths, held to the reference: loss and every element of the
  * gradient. A new cell is here by its name, a line in [[JavaNetwork]] gives it its equations.
  */
class NetworkParitySpec extends AnyFunSuite {

  /** float32 sums of a few dozen terms of size one differ by some 1e-6, and a plain network makes them grow from step
    * to step; a swapped gate or a shifted step is off by 1e-2.
    */
  private def tolerance(spec: NetworkSpec): Double = if (Set("lstm", "lstm-peephole")(spec.cell.name)) 2e-5 else 1e-4

  /** Below this an error counts as if the gradient had this size. */
  private val smallest = 1e-3

  /** Every cell that can be asked for by name, of a given size, and what its options make of it. */
  private val cells: Seq[(String, Int => CellOptions)] =
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

  private case class Regime(
      name: String,
      format: SequenceFormat,
      hiddenSize: Int,
      stack: StackOptions = StackOptions.of(1),
      embeddingSize: Int = 0,
      head: Option[HeadOptions] = None
  ) {
    def of(cell: Int => CellOptions, clip: Double = 0): NetworkSpec =
      NetworkSpec
        .of(format, cell(hiddenSize).withClipPreActivationGradient(clip))
        .withEmbeddingSize(embeddingSize)
        .withStack(stack)
        .withHead(head.getOrElse(HeadOptions.usual(format)))
  }

  private val two = StackOptions.of(2)
  private val three = StackOptions.of(3)
  private val regimes = Seq(
    Regime("language model, symbols feed the gates", SequenceFormat.languageModel(7), 5),
    Regime("language model, embedding, two layers", SequenceFormat.languageModel(7), 4, two, embeddingSize = 3),
    Regime("classifier of symbols", SequenceFormat.symbolClassifier(6, 3), 4),
    Regime("classifier, last step, two layers", SequenceFormat.classifier(3, 4), 5, two),
    Regime("tagger with steps without target, two layers", SequenceFormat.tagger(3, 4), 5, two),
    Regime("forecaster, last step", SequenceFormat.forecaster(2, 2, Readout.LAST_STEP), 17),
    Regime("forecaster, every step, three layers", SequenceFormat.forecaster(2, 3, Readout.EVERY_STEP), 3, three),
    Regime("tagger, bidirectional", SequenceFormat.tagger(3, 4), 4, StackOptions.of(1).withBidirectional(true)),
    Regime(
      "tagger of symbols, embedding, bidirectional, two layers",
      SequenceFormat.symbolTagger(7, 4),
      5,
      two.withBidirectional(true),
      embeddingSize = 3
    ),
    Regime("tagger, skip connections, three layers", SequenceFormat.tagger(3, 4), 4, three.withSkipConnections(true)),
    Regime(
      "language model, skip connections and direct input, two layers",
      SequenceFormat.languageModel(7),
      4,
      two.withSkipConnections(true).withDirectInput(true)
    ),
    Regime("tagger, residual, three layers", SequenceFormat.tagger(3, 4), 4, three.withResidual(true)),
    Regime(
      "tagger of symbols, bidirectional, skip connections, residual, three layers",
      SequenceFormat.symbolTagger(7, 4),
      4,
      three.withBidirectional(true).withSkipConnections(true).withResidual(true)
    )
  )

  private val tagger = SequenceFormat.tagger(3, 4)
  private val forecaster = SequenceFormat.forecaster(2, 3, Readout.EVERY_STEP)
  private val factored = HeadOptions.of(HeadKind.CLASS_FACTORED_SOFTMAX).withSymbolClasses(List[Integer](0, 1, 4).asJava)
  private val weighted = HeadOptions.of(HeadKind.SOFTMAX).withClassWeights(List[java.lang.Double](0.5, 2, 1, 0).asJava)

  /** Heads other than the usual ones, behind one cell. */
  private val heads = Seq(
    Regime("softmax with class weights", tagger, 4, head = Some(weighted)),
    Regime("softmax with class weights, last step", SequenceFormat.classifier(3, 4), 4, head = Some(weighted)),
    Regime("softmax, clipped", tagger, 4, head = Some(HeadOptions.usual(tagger).withClipGradient(0.1))),
    Regime("class-factored softmax", SequenceFormat.languageModel(7), 5, head = Some(factored)),
    Regime("class-factored softmax, clipped", SequenceFormat.languageModel(7), 5, head = Some(factored.withClipGradient(0.1))),
    Regime("absolute error", forecaster, 4, head = Some(HeadOptions.of(HeadKind.ABSOLUTE_ERROR))),
    Regime(
      "logistic outputs without bias, fed by the input too",
      forecaster,
      4,
      StackOptions.of(1).withDirectInput(true),
      head = Some(HeadOptions.of(HeadKind.LOGISTIC_SQUARED_ERROR).withBias(false))
    ),
    Regime("Huber", forecaster, 4, head = Some(HeadOptions.of(HeadKind.HUBER).withHuberDelta(0.5))),
    Regime(
      "mixture density",
      SequenceFormat.forecaster(2, 1, Readout.EVERY_STEP),
      4,
      head = Some(HeadOptions.of(HeadKind.MIXTURE_DENSITY).withMixtures(3))
    ),
    Regime(
      "mixture density, last step",
      SequenceFormat.forecaster(2, 1, Readout.LAST_STEP),
      4,
      head = Some(HeadOptions.of(HeadKind.MIXTURE_DENSITY).withMixtures(2))
    ),
    Regime(
      "handwriting, skip connections, two layers",
      SequenceFormat.forecaster(3, 3, Readout.EVERY_STEP),
      4,
      two.withSkipConnections(true),
      head = Some(HeadOptions.of(HeadKind.HANDWRITING).withMixtures(3))
    ),
    Regime("labels", SequenceFormat.labeller(3, 5), 4),
    Regime("transcription", SequenceFormat.transcriber(3, 3), 4),
    Regime("transcription, bidirectional", SequenceFormat.transcriber(3, 3), 4, StackOptions.of(1).withBidirectional(true))
  )

  /** Small enough to act on every cell: checked below. */
  private val activeClip = 0.05

  for ((name, cell) <- cells) {
    for (regime <- regimes)
      test(s"float network agrees with the double reference: $name, ${regime.name}") {
        checkParity(regime.of(cell))
      }

    for (regime <- regimes.take(2)) {
      test(s"float network agrees with the double reference: $name, ${regime.name}, clipped") {
        checkParity(regime.of(cell, activeClip))
      }

      test(s"clipping at the pre-activations changes the gradient: $name, ${regime.name}") {
        val (free, clipped) = (gradient(regime.of(cell)), gradient(regime.of(cell, activeClip)))
        assert(free.keys.exists(name => largest(free(name) - clipped(name)) > 1e-3))
      }
    }
  }

  for (regime <- heads)
    test(s"float network agrees with the double reference: ${regime.name}") {
      checkParity(regime.of(CellOptions.of("lstm-peephole", _)))
    }

  private def checkParity(spec: NetworkSpec): Unit = {
    val (parameters, data) = fixture(spec)
    assert(JavaNetwork.shapes(spec.layout).toSet == JavaNetwork.reference(spec).shapes.toSet)
    val expected = runs(spec)
    val actual = JavaNetwork.run(spec, parameters, data)
    val loss = expected.map(_.loss.scalar).sum
    assert(actual.targets == expected.map(_.losses.length).sum)
    assert(math.abs(actual.loss - loss) <= tolerance(spec) * math.abs(loss))
    val worst = for ((name, mean) <- gradient(spec); ((row, column), value) <- mean.iterator) yield {
      val error = math.abs(actual.gradient(name)(row, column) - value) / math.max(smallest, math.abs(value))
      assert(error <= tolerance(spec), s"$name[$row, $column]: ${actual.gradient(name)(row, column)}, expected $value")
      error
    }
    info(f"worst relative error ${worst.max}%.1e")
  }

  /** Of the mean loss. */
  private def gradient(spec: NetworkSpec): Map[String, DenseMatrix[Double]] = {
    val all = runs(spec)
    val weight = all.map(_.weight).sum
    all.head.weights.keys.map { name =>
      name -> all.map(_.weights(name).error).reduce(_ + _).map(_ / weight)
    }.toMap
  }

  private def runs(spec: NetworkSpec): Seq[ReferenceRun] = {
    val (parameters, data) = fixture(spec)
    data.map(new ReferenceNetwork(JavaNetwork.reference(spec), parameters).run(_).backward())
  }

  private def fixture(spec: NetworkSpec): (Map[String, DenseMatrix[Double]], Seq[ReferenceSequence]) = {
    val reference = JavaNetwork.reference(spec)
    val numbers = new TestNumbers(11)
    val lastStepOnly = spec.format.readout == Readout.LAST_STEP
    val data = Seq(4, 6, 2).map { length =>
      if (spec.format.targetKind == TargetKind.NEXT_SYMBOL) nextSymbols(spec.format.inputSize, length, numbers)
      else ReferenceData.sequence(reference, spec.format.symbols, length, numbers, lastStepOnly)
    }
    (new TestNumbers(5).weights(reference.shapes), data)
  }

  private def nextSymbols(vocabulary: Int, length: Int, numbers: TestNumbers): ReferenceSequence = {
    val text = IndexedSeq.fill(length + 1)(numbers.symbol(vocabulary))
    ReferenceSequence(symbols = text.init, classes = text.tail.map(Some(_)))
  }

  private def largest(m: DenseMatrix[Double]): Double = breeze.linalg.max(breeze.numerics.abs(m))
}
