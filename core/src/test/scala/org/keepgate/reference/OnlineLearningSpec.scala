package org.keepgate.reference

import org.keepgate.cell.{BiasedUnits, CellActivation, CellOptions, Feedback => FedBack, MemoryBlockOptions}
import org.keepgate.head.{HeadKind, HeadOptions}
import org.keepgate.network.{NetworkSpec, OnlineNetwork, StackOptions}
import org.keepgate.sequence.{Readout, SequenceFormat, TargetKind}
import org.scalatest.funsuite.AnyFunSuite

/** Online learning, with weights that wait for the end of the sequence, held to the truncated gradient through time
  * of the reference: both in double, of the same weights.
  */
class OnlineLearningSpec extends AnyFunSuite {
  private val steps = 12
  private val outputs = 3
  private val inputSize = 4

  for (symbols <- Seq(false, true); (name, cell) <- ReferenceCells.memoryBlocks(truncated = true))
    test(s"gradients carried forward add up to the truncated gradient: ${if (symbols) "symbols" else "features"}, $name") {
      check(cell, symbols, HeadKind.LOGISTIC_SQUARED_ERROR, bias = true, direct = false)
    }

  for (kind <- Seq(HeadKind.LOGISTIC_SQUARED_ERROR, HeadKind.SQUARED_ERROR, HeadKind.SOFTMAX); symbols <- Seq(false, true))
    test(s"and so they do with the head $kind without bias, fed by the input too, symbols: $symbols") {
      check(MemoryBlocks(3, 2, forgetGate = true), symbols, kind, bias = false, direct = true)
    }

  private def check(cell: MemoryBlocks, symbols: Boolean, kind: HeadKind, bias: Boolean, direct: Boolean): Unit = {
    val classes = kind == HeadKind.SOFTMAX
    val target = if (classes) TargetKind.CLASS else TargetKind.VALUES
    val spec = NetworkSpec
      .of(new SequenceFormat(symbols, inputSize, target, Readout.EVERY_STEP, outputs), options(cell))
      .withHead(HeadOptions.of(kind).withBias(bias))
      .withStack(StackOptions.of(1).withDirectInput(direct))
    val numbers = new TestNumbers(17)
    val flat = new Array[Float](spec.layout.size)
    flat.indices.foreach(j => flat(j) = (2 * numbers.vector(1)(0)).toFloat)
    val sequence = ReferenceSequence(
      symbols = if (symbols) IndexedSeq.fill(steps)(numbers.symbol(inputSize)) else IndexedSeq.empty,
      features = if (symbols) IndexedSeq.empty else IndexedSeq.fill(steps)(numbers.vector(inputSize).map(_.toFloat.toDouble)),
      classes = IndexedSeq.tabulate(steps)(t => Option.when(classes && t % 3 != 1)(numbers.symbol(outputs))),
      values = IndexedSeq.tabulate(steps)(t => Option.when(!classes && t % 3 != 1)(numbers.vector(outputs).map(_.toFloat.toDouble)))
    )

    val network = new OnlineNetwork(spec)
    network.setParameters(flat)
    val gradient = new Array[Double](spec.layout.size)
    var loss = 0.0
    for (t <- 0 until steps) {
      if (symbols) network.step(sequence.symbols(t)) else network.step(sequence.features(t).toArray.map(_.toFloat), 0)
      sequence.classes(t).foreach(target => loss += network.addGradient(target, gradient))
      sequence.values(t).foreach(target => loss += network.addGradient(target.toArray.map(_.toFloat), 0, gradient))
    }

    val head = kind match {
      case HeadKind.SOFTMAX       => SoftmaxHead(outputs)
      case HeadKind.SQUARED_ERROR => RegressionHead(outputs, ErrorLoss.squared)
      case _                      => LogisticHead(outputs)
    }
    val reference = ReferenceSpec(cell, inputSize, head, directInput = direct, headBias = bias)
    val run = new ReferenceNetwork(reference, JavaNetwork.parameters(spec.layout, flat)).run(sequence).backward()
    assert(math.abs(loss - run.loss.scalar) <= 1e-12)
    var largest = 0.0
    for ((name, rows, columns) <- reference.shapes; row <- 0 until rows; column <- 0 until columns) {
      val expected = run.weights(name).error(row, column)
      val actual = gradient(spec.layout.view(name).index(row, column))
      assert(math.abs(actual - expected) <= 1e-12 * math.max(1, math.abs(expected)), s"$name[$row, $column]")
      largest = math.max(largest, math.abs(expected))
    }
    assert(largest > 1e-2)
  }

  private def options(cell: MemoryBlocks): CellOptions = {
    val blocks = MemoryBlockOptions.classic
      .withCellsPerBlock(cell.cellsPerBlock)
      .withInputGate(cell.inputGate)
      .withForgetGate(cell.forgetGate)
      .withOutputGate(cell.outputGate)
      .withPeepholes(cell.peepholes)
      .withFeedback(cell.feedback match {
        case Feedback.None          => FedBack.NONE
        case Feedback.Cells         => FedBack.CELLS
        case Feedback.CellsAndGates => FedBack.CELLS_AND_GATES
      })
      .withBiasedUnits(cell.bias match {
        case Bias.None  => BiasedUnits.NONE
        case Bias.Gates => BiasedUnits.GATES
        case Bias.All   => BiasedUnits.ALL
      })
      .withActivations(activation(cell.g, 2), activation(cell.h, 1))
    CellOptions.memoryBlocks(cell.blocks, blocks)
  }

  /** The activation whose values the function has. */
  private def activation(f: Value => Value, range: Int): CellActivation =
    CellActivation.values
      .find(kind => Seq(-1.3, 0.7).forall(x => math.abs(kind.value(x, range) - f(Value(x)).scalar) < 1e-12))
      .get
}
