package org.keepgate.reference

import breeze.linalg.DenseMatrix
import org.keepgate.cell.{
  BiasedUnits,
  CellActivation,
  CellOptions,
  Feedback => FedBack,
  MemoryBlockOptions,
  VanillaActivation
}
import org.keepgate.head.{HeadKind, MetricSink}
import org.keepgate.math.Gemm
import org.keepgate.network.{Network, NetworkSpec}
import org.keepgate.parameter.ParameterLayout
import org.keepgate.sequence._
import scala.jdk.CollectionConverters._

/** The one bridge between the float network and the reference: specification, parameters and sequences of the one in
  * the terms of the other.
  */
object JavaNetwork {

  /** The reference of a network. */
  def reference(spec: NetworkSpec): ReferenceSpec =
    ReferenceSpec(
      cell(spec.cell),
      spec.format.inputSize,
      head(spec),
      layers = spec.stack.numLayers,
      embeddingSize = spec.embeddingSize,
      bidirectional = spec.stack.bidirectional,
      skipConnections = spec.stack.skipConnections,
      residual = spec.stack.residual,
      directInput = spec.stack.directInput,
      headBias = spec.head.bias,
      headClip = spec.head.clipGradient,
      lastStates = spec.format.readout == Readout.LAST_STEP
    )

  private def cell(options: CellOptions): Cell = {
    val (size, clip) = (options.hiddenSize, options.clipPreActivationGradient)
    val v = Lstm(size, clip = clip)
    options.name match {
      case "rnn"                  => PlainRnn(size, activation(options.activation), clip)
      case "lstm"                 => v.copy(peepholes = false)
      case "lstm-peephole"        => v
      case "no-input-gate"        => v.copy(inputGate = false)
      case "no-forget-gate"       => v.copy(forgetGate = false)
      case "no-output-gate"       => v.copy(outputGate = false)
      case "no-input-activation"  => v.copy(inputActivation = false)
      case "no-output-activation" => v.copy(outputActivation = false)
      case "coupled-gates"        => v.copy(coupled = true)
      case "full-gate-recurrence" => v.copy(fullGateRecurrence = true)
      case "lstm-1997"            => memoryBlocks(size, options.memoryBlocks, clip)
      case "gru"                  => Gru(size, clip)
      case "gru-reset-after"      => GruResetAfter(size, clip)
      case "mut1"                 => Mut1(size, clip)
      case "mut2"                 => Mut2(size, clip)
      case "mut3"                 => Mut3(size, clip)
      case "layer-norm-lstm"      => LayerNormLstm(size, clip)
    }
  }

  private def memoryBlocks(cells: Int, options: MemoryBlockOptions, clip: Double): MemoryBlocks =
    MemoryBlocks(
      cells / options.cellsPerBlock,
      options.cellsPerBlock,
      options.inputGate,
      options.forgetGate,
      options.outputGate,
      options.peepholes,
      options.feedback match {
        case FedBack.NONE            => Feedback.None
        case FedBack.CELLS           => Feedback.Cells
        case FedBack.CELLS_AND_GATES => Feedback.CellsAndGates
      },
      options.biasedUnits match {
        case BiasedUnits.NONE  => Bias.None
        case BiasedUnits.GATES => Bias.Gates
        case BiasedUnits.ALL   => Bias.All
      },
      squashing(options.cellInputActivation, Functions.doubleTanhOfHalf),
      squashing(options.cellOutputActivation, Functions.tanhOfHalf),
      options.truncatedGradient,
      clip
    )

  private def activation(activation: VanillaActivation): Value => Value = activation match {
    case VanillaActivation.TANH     => Functions.tanh
    case VanillaActivation.LOGISTIC => Functions.σ
    case VanillaActivation.RELU     => Functions.relu
  }

  private def squashing(activation: CellActivation, scaled: Value => Value): Value => Value = activation match {
    case CellActivation.IDENTITY        => Functions.identity
    case CellActivation.LOGISTIC        => Functions.σ
    case CellActivation.TANH            => Functions.tanh
    case CellActivation.SCALED_LOGISTIC => scaled
  }

  private def head(spec: NetworkSpec): Head = {
    val outputs = spec.format.outputSize
    spec.head.kind match {
      case HeadKind.SOFTMAX => SoftmaxHead(outputs, spec.head.classWeights.asScala.map(_.doubleValue).toSeq)
      case HeadKind.CLASS_FACTORED_SOFTMAX =>
        FactoredSoftmaxHead(outputs, spec.head.symbolClasses.asScala.map(_.intValue).toSeq)
      case HeadKind.SQUARED_ERROR   => RegressionHead(outputs, ErrorLoss.squared)
      case HeadKind.LOGISTIC_SQUARED_ERROR => LogisticHead(outputs)
      case HeadKind.ABSOLUTE_ERROR  => RegressionHead(outputs, ErrorLoss.absolute)
      case HeadKind.HUBER           => RegressionHead(outputs, ErrorLoss.huber(spec.head.huberDelta))
      case HeadKind.MIXTURE_DENSITY => MixtureDensityHead(spec.head.mixtures)
      case HeadKind.HANDWRITING     => HandwritingHead(spec.head.mixtures)
      case HeadKind.BERNOULLI       => BernoulliHead(outputs)
      case HeadKind.CTC             => CtcHead(outputs)
    }
  }

  /** Name, rows and columns of every parameter of a layout; a vector has one row. */
  def shapes(layout: ParameterLayout): Seq[(String, Int, Int)] =
    layout.views.asScala.toSeq.map(view => (view.name, view.rows, view.columns))

  /** The named matrices of a flat array. */
  def parameters(layout: ParameterLayout, flat: Array[Float]): Map[String, DenseMatrix[Double]] =
    layout.views.asScala.map { view =>
      view.name -> DenseMatrix.tabulate(view.rows, view.columns)((row, column) => flat(view.index(row, column)).toDouble)
    }.toMap

  /** The flat array of named matrices; what a layout has beside them stays zero. */
  def flat(layout: ParameterLayout, parameters: Map[String, DenseMatrix[Double]]): Array[Float] = {
    val values = new Array[Float](layout.size)
    for (view <- layout.views.asScala; row <- 0 until view.rows; column <- 0 until view.columns)
      values(view.index(row, column)) = parameters(view.name)(row, column).toFloat
    values
  }

  /** Weighed losses summed over targets, number of targets, and the gradient of the mean loss, of one packed
    * minibatch.
    */
  final case class Pass(loss: Double, targets: Int, gradient: Map[String, DenseMatrix[Double]])

  /** All sequences in one minibatch. */
  def run(spec: NetworkSpec, parameters: Map[String, DenseMatrix[Double]], data: Seq[ReferenceSequence]): Pass =
    passes(spec, parameters, data)(share => Batcher.plan(share, data.length, 1, 0, 0, false)).head

  /** All sequences side by side, cut into segments that carry their state over: a minibatch for each. */
  def runSegments(
      spec: NetworkSpec,
      parameters: Map[String, DenseMatrix[Double]],
      data: Seq[ReferenceSequence],
      segmentLength: Int
  ): Seq[Pass] =
    passes(spec, parameters, data)(share => SegmentBatcher.plan(share, data.length, segmentLength, 1, 0, 0, false))

  private def passes(
      spec: NetworkSpec,
      parameters: Map[String, DenseMatrix[Double]],
      data: Seq[ReferenceSequence]
  )(planOf: SequenceShare => BatchPlan): Seq[Pass] = {
    val plan = planOf(new SequenceShare(spec.format, java.util.List.of(block(spec.format, data))))
    val batch = new Minibatch(spec.format, plan.maxRows, plan.maxSteps)
    val carried = new Array[Float](spec.carriedSize(plan.maxRows))
    val network = new Network(spec, Gemm.chosen(), plan.maxRows, plan.maxTotalRows.toInt)
    try {
      network.setParameters(flat(spec.layout, parameters))
      (0 until plan.minibatches).map { index =>
        val sums = new LossSum
        val gradient = new Array[Float](spec.layout.size)
        plan.fill(index, batch)
        network.forward(batch, carried, true, 1, sums)
        network.backward(batch, gradient)
        Pass(sums.loss, sums.count, this.parameters(spec.layout, gradient))
      }
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
      } else if (format.targetKind == TargetKind.LABEL_SEQUENCE) inputs.withLabelSequence(sequence.labels.toArray: _*)
      else {
        val none = IndexedSeq.fill(format.outputSize)(Float.NaN)
        val values = sequence.values.map(_.fold(none)(_.toArray.map(_.toFloat).toIndexedSeq))
        inputs.withValues((if (last) values.takeRight(1) else values).flatten.toArray: _*)
      }
    }

  private class LossSum extends MetricSink {
    var loss = 0.0
    var count = 0
    override def addClass(target: Int, predicted: Int, value: Double): Unit = add(value)
    override def addClass(target: Int, predicted: Int, value: Double, weight: Double): Unit = add(weight * value)
    override def addValues(target: Array[Float], prediction: Array[Float], outputs: Int, value: Double): Unit =
      add(value)
    override def addDensity(target: Array[Float], mean: Array[Float], outputs: Int, value: Double): Unit = add(value)
    override def addLabels(target: Array[Float], probability: Array[Float], labels: Int, value: Double): Unit =
      add(value)
    override def addLabelSequence(labels: Int, errors: Int, value: Double): Unit = add(value)
    private def add(value: Double): Unit = { loss += value; count += 1 }
  }
}
