package org.keepgate.reference

import breeze.linalg.DenseMatrix
import org.keepgate.cell.CellOptions
import org.keepgate.head.{HeadKind, HeadOptions}
import org.keepgate.network.{NetworkSpec, StackOptions}
import org.keepgate.sequence.{Readout, SequenceFormat, TargetKind}
import org.scalatest.funsuite.AnyFunSuite
import scala.jdk.CollectionConverters._

/** The float network, on packed batches of unequal lengths, held to the reference: loss and every element of the
  * gradient. A new cell is here by its name, a line in [[JavaNetwork]] gives it its equations.
  */
class NetworkParitySpec extends AnyFunSuite with Parity {

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
    ),
    Regime("classifier, last step, bidirectional", SequenceFormat.classifier(3, 4), 5, StackOptions.of(1).withBidirectional(true)),
    Regime(
      "classifier of symbols, embedding, last step, bidirectional, residual, fed by everything, three layers",
      SequenceFormat.symbolClassifier(6, 3),
      4,
      three.withBidirectional(true).withResidual(true).withSkipConnections(true).withDirectInput(true),
      embeddingSize = 3
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

  for ((name, cell) <- JavaCells.all) {
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
    val worst = assertAgrees(spec, runs(spec), JavaNetwork.run(spec, parameters, data))
    info(f"worst relative error $worst%.1e")
  }

  private def gradient(spec: NetworkSpec): Map[String, DenseMatrix[Double]] = meanGradient(runs(spec))

  private def runs(spec: NetworkSpec): Seq[ReferenceRun] = {
    val (parameters, data) = fixture(spec)
    data.map(new ReferenceNetwork(JavaNetwork.reference(spec), parameters).run(_).backward())
  }

  private def fixture(spec: NetworkSpec): (Map[String, DenseMatrix[Double]], Seq[ReferenceSequence]) = {
    val reference = JavaNetwork.reference(spec)
    val numbers = new TestNumbers(11)
    val lastStepOnly = spec.format.readout == Readout.LAST_STEP
    val data = Seq(4, 6, 2).map { length =>
      if (spec.format.targetKind == TargetKind.NEXT_SYMBOL) ReferenceData.text(spec.format.inputSize, length, numbers)
      else ReferenceData.sequence(reference, spec.format.symbols, length, numbers, lastStepOnly)
    }
    (new TestNumbers(5).weights(reference.shapes), data)
  }
}
