package org.keepgate.reference

import breeze.linalg.{DenseMatrix, DenseVector}
import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import org.keepgate.reference.Functions.total
import org.scalatest.funsuite.AnyFunSuite
import scala.jdk.CollectionConverters._

/** Outputs and gradients of `oracle_vectors.json`, made with PyTorch (`oracle_vectors.py`), to 1e-12: its own modules
  * where it has the cell, and the cells that have no other oracle.
  */
class OracleVectorsSpec extends AnyFunSuite {
  private val tolerance = 1e-12
  private val oracle = new ObjectMapper().readTree(getClass.getResourceAsStream("/golden/oracle_vectors.json"))

  private val forget = MemoryBlocks(2, 2, forgetGate = true)
  private val forgetAndPeepholes = forget.copy(peepholes = true, feedback = Feedback.Cells, bias = Bias.Gates)
  private val cells: Seq[(String, Cell)] = Seq(
    "rnn-tanh" -> PlainRnn(4),
    "rnn-relu" -> PlainRnn(4, Functions.relu),
    "lstm" -> Lstm(4, peepholes = false),
    "gru-reset-after" -> GruResetAfter(4),
    "FGR" -> Lstm(4, fullGateRecurrence = true),
    "mut1" -> Mut1(4),
    "mut2" -> Mut2(4),
    "mut3" -> Mut3(4),
    "layer-norm-lstm" -> LayerNormLstm(4, epsilon = 1e-8),
    "blocks-forget-full" -> forget.copy(truncated = false),
    "blocks-forget-truncated" -> forget,
    "blocks-forget-peepholes-full" -> forgetAndPeepholes.copy(truncated = false),
    "blocks-forget-peepholes-truncated" -> forgetAndPeepholes,
    "blocks-no-input-gate-truncated" ->
      forget.copy(
        inputGate = false,
        peepholes = true,
        bias = Bias.None,
        g = Functions.tanh,
        h = Functions.identity
      ),
    "blocks-no-output-gate-full" ->
      forget.copy(
        outputGate = false,
        feedback = Feedback.None,
        truncated = false,
        g = Functions.σ,
        h = Functions.tanh
      )
  )

  test("every vector of the oracle is asked for") {
    assert(cells.map(_._1).toSet == oracle.fieldNames.asScala.toSet)
  }

  for ((name, cell) <- cells)
    test(s"loss, outputs and gradient are PyTorch's: $name") {
      val expected = oracle.get(name)
      val parameters = parametersOf(expected, cell)
      val sizes = expected.get("state").asScala.map(_.asInt).toSeq
      assert(sizes == cell.stateSizes)
      val initial = sizes.zip(sizes.scanLeft(0)(_ + _)).map { case (size, before) =>
        DenseVector.tabulate(size)(j => 0.4 * math.cos(2 * (before + j) + 1))
      }
      val inputs = (0 until 4).map(t => DenseVector.tabulate(3)(j => math.cos(0.3 * (t * 3 + j))))
      val run = new CellRun(cell, parameters, inputs, initial)
      val linear = run.outputs.zipWithIndex.map { case (h, t) =>
        total(h ∘ Value(DenseVector.tabulate(h.length)(j => math.cos(j + t))))
      }
      val loss = run.halfSquares + linear.reduce(_ + _)
      Value.backward(loss)

      assertClose("loss", Seq(loss.scalar), expected.get("loss"))
      for ((h, t) <- run.outputs.zipWithIndex) assertClose(s"h at $t", h.value.toArray.toSeq, expected.get("h").get(t))
      for ((view, weights) <- run.weights)
        assertClose(view, weights.error.t.toArray.toSeq, expected.get("grad").get(view)) // column-major of the transpose
      for ((x, t) <- run.xs.zipWithIndex)
        assertClose(s"input at $t", x.error.toArray.toSeq, expected.get("gradInput").get(t))
      for ((part, k) <- run.initial.zipWithIndex)
        assertClose(s"initial state $k", part.error.toArray.toSeq, expected.get("gradInitial").get(k))
    }

  private def parametersOf(expected: JsonNode, cell: Cell): Map[String, DenseMatrix[Double]] = {
    val shapes = cell.shapes(3).map { case (name, rows, columns) => name -> (rows, columns) }.toMap
    val order = expected.get("order").asScala.map(_.asText).toSeq
    assert(order.toSet == shapes.keySet)
    val starts = order.scanLeft(0)((k, name) => k + shapes(name)._1 * shapes(name)._2)
    order.zip(starts).map { case (name, start) =>
      val (rows, columns) = shapes(name)
      val shift = if (name.endsWith("Gain")) 1 else 0
      name -> DenseMatrix.tabulate(rows, columns) { (row, column) =>
        val k = start + row * columns + column
        0.7 * math.sin(k.toDouble * k + 1) + shift
      }
    }.toMap
  }

  private def assertClose(name: String, actual: Seq[Double], expected: JsonNode): Unit = {
    val values = leaves(expected)
    assert(actual.length == values.length, name)
    for (((a, e), k) <- actual.zip(values).zipWithIndex)
      assert(math.abs(a - e) <= tolerance * math.max(1, math.abs(e)), s"$name[$k]: $a, expected $e")
  }

  private def leaves(node: JsonNode): Seq[Double] =
    if (node.isArray) node.asScala.toSeq.flatMap(leaves) else Seq(node.asDouble)
}
