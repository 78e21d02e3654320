package org.keepgate.reference

import org.keepgate.head.MetricSink
import org.keepgate.math.Gemm
import org.keepgate.network.{Network, NetworkSpec}
import org.keepgate.sequence._
import org.scalatest.funsuite.AnyFunSuite
import scala.jdk.CollectionConverters._

/** The float network held to the reference: loss and every element of the gradient. */
class NetworkParitySpec extends AnyFunSuite {
  import ReferenceData._

  /** float32 sums of a few dozen terms of size one: some 1e-6; a swapped gate or a shifted step is off by 1e-2. */
  private val tolerance = 2e-5

  private val clipped = cases.take(2).map { case (name, spec, data) =>
    val clip = 0.05 // small enough to act: checked below
    val format = spec.format
    (s"$name, clipped", networkSpec(format, spec.cell.name, spec.cell.hiddenSize, spec.stack.numLayers, spec.embeddingSize, clip), data)
  }

  for ((name, spec, data) <- cases ++ clipped)
    test(s"float network agrees with the double reference: $name") {
      val parameters = randomParameters(spec)
      val (loss, targets, gradient) = new NetworkReference(spec, parameters).run(data)
      val sums = new LossSum
      val actual = floatGradient(spec, parameters, data, sums)
      assert(sums.count == targets)
      assert(math.abs(sums.loss - loss) <= tolerance * math.abs(loss))
      for (view <- spec.layout.views.asScala; at <- view.offset until view.offset + view.size)
        assert(
          math.abs(actual(at) - gradient(at)) <= tolerance * math.max(1, math.abs(gradient(at))),
          s"${spec.layout.describe(at)}: ${actual(at)} against ${gradient(at)}"
        )
    }

  test("clipping at the pre-activations changes the gradient in the cases above") {
    for (((_, free, data), (_, bounded, _)) <- cases.zip(clipped)) {
      val parameters = randomParameters(free)
      val gradient = new NetworkReference(free, parameters).run(data)._3
      val clippedGradient = new NetworkReference(bounded, parameters).run(data)._3
      assert(gradient.zip(clippedGradient).exists { case (a, b) => math.abs(a - b) > 1e-3 })
    }
  }

  private def floatGradient(
      spec: NetworkSpec,
      parameters: Array[Double],
      data: Seq[ReferenceSequence],
      sums: MetricSink
  ): Array[Float] = {
    val share = new SequenceShare(spec.format, java.util.List.of(block(spec.format, data)))
    val plan = Batcher.plan(share, data.length, 1, 0, 0, false)
    val batch = new Minibatch(spec.format, plan.maxRows, plan.maxSteps)
    plan.fill(0, batch)
    val network = new Network(spec, Gemm.chosen(), plan.maxRows, plan.maxTotalRows.toInt)
    try {
      network.setParameters(parameters.map(_.toFloat))
      network.forward(batch, new Array[Float](spec.carriedSize(plan.maxRows)), true, 1, sums)
      val gradient = new Array[Float](spec.layout.size)
      network.backward(batch, gradient)
      gradient
    } finally network.close()
  }

  private def block(format: SequenceFormat, data: Seq[ReferenceSequence]): SequenceBlock = {
    val builder = SequenceBlock.builder(format)
    for ((sequence, index) <- data.zipWithIndex) builder.add(convert(format, sequence, s"sequence $index"))
    builder.build()
  }

  private def convert(format: SequenceFormat, sequence: ReferenceSequence, key: String): Sequence =
    if (format.targetKind == TargetKind.NEXT_SYMBOL)
      Sequence.ofSymbols(key, (sequence.symbols ++ sequence.classes.last).toArray)
    else {
      val inputs =
        if (format.symbols) Sequence.ofSymbols(key, sequence.symbols.toArray)
        else Sequence.ofFeatures(key, sequence.features.flatMap(_.toArray).map(_.toFloat).toArray, format.inputSize)
      val last = format.readout == Readout.LAST_STEP
      if (format.targetKind == TargetKind.CLASS) {
        val classes = sequence.classes.map(_.getOrElse(-1))
        inputs.withClasses((if (last) classes.takeRight(1) else classes).toArray: _*)
      } else {
        val none = IndexedSeq.fill(format.outputSize)(Float.NaN)
        val values = sequence.values.map(_.fold(none)(_.toArray.map(_.toFloat).toIndexedSeq))
        inputs.withValues((if (last) values.takeRight(1) else values).flatten.toArray: _*)
      }
    }

  private class LossSum extends MetricSink {
    var loss = 0.0
    var count = 0
    override def addClass(target: Int, predicted: Int, value: Double): Unit = add(value)
    override def addValues(target: Array[Float], prediction: Array[Float], outputs: Int, value: Double): Unit =
      add(value)
    private def add(value: Double): Unit = { loss += value; count += 1 }
  }
}
