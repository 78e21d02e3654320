package org.keepgate.reference

import breeze.linalg.DenseVector
import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import org.keepgate.cell.CellOptions
import org.keepgate.math.RandomStream
import org.keepgate.network.NetworkSpec
import org.keepgate.sequence.{Readout, SequenceFormat}
import org.scalatest.funsuite.AnyFunSuite
import scala.jdk.CollectionConverters._

/** The reference itself: its gradient against central differences over every parameter view, and against golden
  * vectors from an independent implementation (`golden/golden_vectors.py`).
  */
class LstmReferenceSpec extends AnyFunSuite {
  import ReferenceData._

  for ((name, spec, data) <- cases)
    test(s"back-propagated gradient agrees with central differences: $name") {
      val parameters = randomParameters(spec)
      val gradient = new NetworkReference(spec, parameters).run(data)._3
      for (view <- spec.layout.views.asScala; at <- view.offset until view.offset + view.size) {
        val numeric = centralDifference(spec, parameters, data, at)
        // central differences of a smooth double function with step 1e-5: truncation 1e-10, rounding 1e-11
        val tolerance = 1e-7 * math.max(1, math.abs(numeric))
        assert(math.abs(gradient(at) - numeric) <= tolerance, s"${spec.layout.describe(at)}: ${gradient(at)}, $numeric")
      }
    }

  private def centralDifference(
      spec: NetworkSpec,
      parameters: Array[Double],
      data: Seq[ReferenceSequence],
      at: Int
  ): Double = {
    def meanLoss(shift: Double): Double = {
      val shifted = parameters.clone()
      shifted(at) += shift
      val (loss, targets, _) = new NetworkReference(spec, shifted).run(data)
      loss / targets
    }
    val step = 1e-5
    (meanLoss(step) - meanLoss(-step)) / (2 * step)
  }

  for ((vector, cell) <- Seq("A_peephole_lstm_full" -> "lstm-peephole", "A_variant_NP" -> "lstm"))
    test(s"loss and gradient are those of the golden vectors $vector") {
      val golden = new ObjectMapper().readTree(getClass.getResourceAsStream("/golden/golden_vectors.json")).get(vector)
      // L = ½ Σ h²: an identity head with targets 0 and the mean of two squares
      val spec = networkSpec(SequenceFormat.forecaster(2, 2, Readout.EVERY_STEP), cell, 2, 1)
      val data = goldenSequence
      val (loss, targets, gradient) = new NetworkReference(spec, goldenParameters(spec, golden)).run(Seq(data))
      assert(math.abs(loss - golden.get("loss").asDouble) < 1e-12)
      forEachGolden(spec, golden, golden.get("grad")) { (at, value) =>
        assert(math.abs(gradient(at) * targets - value) < 1e-12, spec.layout.describe(at))
      }
    }

  private def goldenSequence: ReferenceSequence = {
    val features = (0 until 3).map(t => DenseVector.tabulate(2)(j => math.cos(0.3 * (t * 2 + j))))
    ReferenceSequence(
      IndexedSeq.empty,
      features,
      IndexedSeq.empty,
      features.map(_ => Some(DenseVector.zeros[Double](2)))
    )
  }

  private def goldenParameters(spec: NetworkSpec, golden: JsonNode): Array[Double] = {
    val parameters = new Array[Double](spec.layout.size)
    val head = spec.layout.view("head.weights")
    (0 until 2).foreach(k => parameters(head.index(k, k)) = 1)
    var k = 0
    for (name <- golden.get("order").asScala.map(_.asText)) {
      val shape = golden.get("shapes").get(name).asScala.map(_.asInt).toSeq
      for (row <- 0 until (if (shape.length == 2) shape.head else 1); column <- 0 until shape.last) {
        k += 1
        index(spec, name, row, column).foreach(parameters(_) = 0.5 * math.sin(0.7 * k))
      }
    }
    parameters
  }

  private def forEachGolden(spec: NetworkSpec, golden: JsonNode, values: JsonNode)(check: (Int, Double) => Unit): Unit =
    for (name <- golden.get("order").asScala.map(_.asText) if !values.get(name).isNull) {
      val matrix = if (values.get(name).get(0).isArray) values.get(name).asScala.toSeq else Seq(values.get(name))
      for ((rowValues, row) <- matrix.zipWithIndex; (value, column) <- rowValues.asScala.toSeq.zipWithIndex)
        index(spec, name, row, column).foreach(check(_, value.asDouble))
    }

  /** The vectors' names are Wx_i, Wh_i, p_i, b_i and so on, with c for the candidate. */
  private def index(spec: NetworkSpec, name: String, row: Int, column: Int): Option[Int] = {
    val Array(kind, gate) = name.split("_")
    val gates = Seq("i", "f", "c", "o")
    val h = spec.cell.hiddenSize
    def in(view: String, r: Int, c: Int): Option[Int] =
      spec.layout.views.asScala.find(_.name == s"layers.0.forward.$view").map(_.index(r, c))
    kind match {
      case "Wx" => in("inputWeights", gates.indexOf(gate) * h + row, column)
      case "Wh" => in("recurrentWeights", gates.indexOf(gate) * h + row, column)
      case "b"  => in("bias", 0, gates.indexOf(gate) * h + column)
      case "p"  => in("peepholes", Seq("i", "f", "o").indexOf(gate), column)
    }
  }
}

/** Networks and data small enough for central differences, with other random weights for every gate. */
object ReferenceData {
  def networkSpec(
      format: SequenceFormat,
      cell: String,
      hiddenSize: Int,
      numLayers: Int,
      embeddingSize: Int = 0,
      clip: Double = 0
  ): NetworkSpec =
    NetworkSpec.of(format, CellOptions.of(cell, hiddenSize).withClipPreActivationGradient(clip)).withEmbeddingSize(embeddingSize).withLayers(numLayers)

  def randomParameters(spec: NetworkSpec): Array[Double] = {
    val random = new RandomStream(5)
    // rounded to float, so that the float kernels start from the very same numbers
    Array.fill(spec.layout.size)((random.nextDouble() * 1.6 - 0.8).toFloat.toDouble)
  }

  /** Three sequences of unequal lengths; some steps without a target. */
  def data(format: SequenceFormat): Seq[ReferenceSequence] = {
    val random = new RandomStream(11)
    Seq(4, 6, 2).map { length =>
      val symbols = IndexedSeq.fill(length + 1)(random.nextInt(format.inputSize))
      val features = IndexedSeq.fill(length)(
        DenseVector.fill(format.inputSize)((random.nextDouble() * 2 - 1).toFloat.toDouble)
      )
      val lastOnly = format.readout == Readout.LAST_STEP
      def target[A](t: Int)(value: => A): Option[A] =
        if (lastOnly && t < length - 1 || !lastOnly && t == 1) { value; None }
        else Some(value)
      val languageModel = format.targetKind == org.keepgate.sequence.TargetKind.NEXT_SYMBOL
      val values = format.targetKind == org.keepgate.sequence.TargetKind.VALUES
      ReferenceSequence(
        if (format.symbols) symbols.take(length) else IndexedSeq.empty,
        if (format.symbols) IndexedSeq.empty else features,
        if (values) IndexedSeq.empty
        else if (languageModel) symbols.tail.map(Some(_))
        else (0 until length).map(target(_)(random.nextInt(format.outputSize))),
        if (values)
          (0 until length).map(
            target(_)(DenseVector.fill(format.outputSize)((random.nextDouble() * 2 - 1).toFloat.toDouble))
          )
        else IndexedSeq.empty
      )
    }
  }

  val cases: Seq[(String, NetworkSpec, Seq[ReferenceSequence])] = Seq(
    "language model, symbols feed the gates" -> networkSpec(SequenceFormat.languageModel(7), "lstm", 5, 1),
    "language model, embedding, two layers, peepholes" ->
      networkSpec(SequenceFormat.languageModel(7), "lstm-peephole", 4, 2, embeddingSize = 3),
    "classifier of symbols" -> networkSpec(SequenceFormat.symbolClassifier(6, 3), "lstm", 4, 1),
    "classifier, last step" -> networkSpec(SequenceFormat.classifier(3, 4), "lstm-peephole", 5, 2),
    "tagger with steps without target" -> networkSpec(SequenceFormat.tagger(3, 4), "lstm", 5, 2),
    "forecaster, last step" ->
      networkSpec(SequenceFormat.forecaster(2, 2, Readout.LAST_STEP), "lstm", 17, 1),
    "forecaster, every step, three layers" ->
      networkSpec(SequenceFormat.forecaster(2, 3, Readout.EVERY_STEP), "lstm-peephole", 3, 3)
  ).map { case (name, spec) => (name, spec, data(spec.format)) }
}
