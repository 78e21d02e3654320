package org.keepgate.reference

import org.scalatest.funsuite.AnyFunSuite

/** The networks of the papers' experiments, built from their options, have the papers' numbers of weights. */
class WeightCountSpec extends AnyFunSuite {
  private def blocks(number: Int, size: Int, bias: Bias): MemoryBlocks = MemoryBlocks(number, size, bias = bias)

  private def network(cell: Cell, inputs: Int, outputs: Int, headBias: Boolean): ReferenceSpec =
    ReferenceSpec(cell, inputs, RegressionHead(outputs, ErrorLoss.squared), headBias = headBias)

  private val noOutputGate =
    MemoryBlocks(1, 1, outputGate = false, feedback = Feedback.None, bias = Bias.None)

  private val experiments: Seq[(String, ReferenceSpec, Int)] = Seq(
    ("1997, 1: four blocks of one", network(blocks(4, 1, Bias.Gates), 7, 7, headBias = false), 264),
    ("1997, 1: three blocks of two", network(blocks(3, 2, Bias.Gates), 7, 7, headBias = false), 276),
    (
      "1997, 2a and 2b: no output gate, direct input",
      network(noOutputGate, 101, 101, headBias = false).copy(directInput = true),
      10504
    ),
    ("1997, 2c, p = 50", network(blocks(2, 1, Bias.None), 54, 2, headBias = false), 364),
    ("1997, 2c, p = 100", network(blocks(2, 1, Bias.None), 104, 2, headBias = false), 664),
    ("1997, 2c, p = 200", network(blocks(2, 1, Bias.None), 204, 2, headBias = false), 1264),
    ("1997, 2c, p = 500", network(blocks(2, 1, Bias.None), 504, 2, headBias = false), 3064),
    ("1997, 2c, p = 1000", network(blocks(2, 1, Bias.None), 1004, 2, headBias = false), 6064),
    ("1997, 3", network(blocks(3, 1, Bias.All), 1, 1, headBias = false), 102),
    ("1997, 4 and 5", network(blocks(2, 2, Bias.All), 2, 1, headBias = true), 93),
    ("1997, 6a", network(blocks(2, 2, Bias.All), 8, 4, headBias = true), 156),
    ("1997, 6b", network(blocks(3, 2, Bias.All), 8, 8, headBias = true), 308),
    (
      "2000, continual embedded Reber grammar",
      network(
        MemoryBlocks(4, 2, forgetGate = true, feedback = Feedback.Cells, bias = Bias.Gates),
        7,
        7,
        headBias = true
      ).copy(directInput = true),
      424
    ),
    (
      "2002, with peepholes",
      network(MemoryBlocks(1, 1, forgetGate = true, peepholes = true, feedback = Feedback.Cells), 1, 1, headBias = true),
      17
    )
  )

  for ((name, spec, count) <- experiments)
    test(s"$name: $count weights") {
      assert(spec.shapes.map { case (_, rows, columns) => rows * columns }.sum == count)
    }
}
