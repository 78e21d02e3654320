package org.keepgate.reference

import breeze.linalg.{DenseMatrix, DenseVector}
import org.keepgate.network.NetworkSpec
import org.keepgate.sequence.{Readout, SequenceFormat, TargetKind}
import org.scalatest.funsuite.AnyFunSuite

/** Truncated back-propagation through time: segments of packed batches that start from the state of the segment
  * before, held to the reference, which starts each segment from that state as a constant.
  */
class SegmentParitySpec extends AnyFunSuite with Parity {
  private val segmentLength = 3
  private val formats = Seq(
    "text, two layers" -> SequenceFormat.languageModel(5),
    "features, two layers" -> SequenceFormat.forecaster(2, 2, Readout.EVERY_STEP)
  )

  for ((cellName, cell) <- JavaCells.all; (formatName, format) <- formats)
    test(s"segments that carry their state agree with the double reference: $cellName, $formatName") {
      val spec = NetworkSpec.of(format, cell(4)).withLayers(2)
      val reference = JavaNetwork.reference(spec)
      val parameters = new TestNumbers(5).weights(reference.shapes)
      val numbers = new TestNumbers(11)
      val data = Seq(7, 5, 3).map { length =>
        if (format.targetKind == TargetKind.NEXT_SYMBOL) ReferenceData.text(format.inputSize, length, numbers)
        else ReferenceData.sequence(reference, format.symbols, length, numbers)
      }
      val segments = data.map(runs(reference, parameters, _))
      val actual = JavaNetwork.runSegments(spec, parameters, data, segmentLength)
      assert(actual.length == 3)
      val worst = actual.zipWithIndex.map { case (pass, k) => assertAgrees(spec, segments.flatMap(_.lift(k)), pass) }
      info(f"worst relative error ${worst.max}%.1e")
    }

  private def runs(
      spec: ReferenceSpec,
      parameters: Map[String, DenseMatrix[Double]],
      sequence: ReferenceSequence
  ): Seq[ReferenceRun] = {
    val zero = Map.empty[String, Seq[DenseVector[Double]]]
    val network = new ReferenceNetwork(spec, parameters)
    val first :: rest = sequence.segments(segmentLength).toList: @unchecked
    rest.scanLeft(network.run(first, zero))((before, segment) => network.run(segment, before.finalStates)).map(_.backward())
  }
}
