package org.keepgate.reference

import breeze.linalg.{DenseMatrix, DenseVector}
import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import org.keepgate.reference.Functions.{total, σ}
import org.scalatest.funsuite.AnyFunSuite
import scala.jdk.CollectionConverters._

/** Losses, outputs and every gradient of `golden_vectors.json`, which another implementation made
  * (`golden_vectors.py`), to 1e-12.
  */
class GoldenVectorsSpec extends AnyFunSuite {
  private val tolerance = 1e-12
  private val golden = new ObjectMapper().readTree(getClass.getResourceAsStream("/golden/golden_vectors.json"))

  /** Where an element of the vectors' matrices lives in ours: name, row and column. Two may share one place. */
  private type Place = (String, Int, Int) => Option[(String, Int, Int)]

  private def lstmPlace(h: Int): Place = (name, row, column) => {
    val Array(kind, gate) = name.split("_")
    val block = "ifco".indexOf(gate) * h
    Some(kind match {
      case "Wx" => ("inputWeights", block + row, column)
      case "Wh" => ("recurrentWeights", block + row, column)
      case "b"  => ("bias", 0, block + column)
      case "p"  => ("peepholes", "ifo".indexOf(gate), column)
    })
  }

  /** The same without the blocks of a gate that the variant lacks. */
  private def without(gate: String, place: Place, h: Int): Place = (name, row, column) =>
    if (name.endsWith("_" + gate)) None
    else place(name, row, column).map {
      case (view @ ("inputWeights" | "recurrentWeights"), r, c) => (view, r - shift(gate, "ifco", name) * h, c)
      case ("bias", r, c)      => ("bias", r, c - shift(gate, "ifco", name) * h)
      case (view, r, c)        => (view, r - shift(gate, "ifo", name), c)
    }

  private def shift(gone: String, order: String, name: String): Int =
    if (order.indexOf(name.takeRight(1)) > order.indexOf(gone)) 1 else 0

  private val v = Lstm(2)

  for (
    (vector, cell, place) <- Seq[(String, Cell, Place)](
      ("A_peephole_lstm_full", v, lstmPlace(2)),
      (
        "A_peephole_lstm_truncated",
        MemoryBlocks(
          2,
          1,
          forgetGate = true,
          peepholes = true,
          feedback = Feedback.Cells,
          g = Functions.tanh,
          h = Functions.tanh,
          truncated = true
        ),
        memoryBlockPlace
      ),
      ("A_variant_NIG", v.copy(inputGate = false), without("i", lstmPlace(2), 2)),
      ("A_variant_NFG", v.copy(forgetGate = false), without("f", lstmPlace(2), 2)),
      ("A_variant_NOG", v.copy(outputGate = false), without("o", lstmPlace(2), 2)),
      ("A_variant_NIAF", v.copy(inputActivation = false), lstmPlace(2)),
      ("A_variant_NOAF", v.copy(outputActivation = false), lstmPlace(2)),
      ("A_variant_CIFG", v.copy(coupled = true), without("f", lstmPlace(2), 2)),
      ("A_variant_NP", v.copy(peepholes = false), withoutPeepholes),
      ("C_gru_reset_before", Gru(2), gruPlace(resetAfter = false)),
      ("C_gru_reset_after", GruResetAfter(2), gruPlace(resetAfter = true)),
      ("E_layernorm_lstm", LayerNormLstm(3, epsilon = 0), layerNormPlace)
    )
  )
    test(s"loss, outputs and gradient are those of $vector") {
      val expected = golden.get(vector)
      val parameters = parametersOf(expected, cell, place)
      val initial = Option(expected.get("init")).fold(cell.stateSizes.map(DenseMatrix.zeros[Double](1, _).toDenseVector)) {
        init => Seq("h0", "c0").map(name => vectorOf(init.get(name)))
      }
      val run = new CellRun(cell, parameters, inputs(3, 2), initial)
      Value.backward(run.halfSquares)
      assertClose(run.halfSquares.scalar, expected.get("loss").asDouble, "loss")
      for ((h, row) <- run.outputs.zip(expected.get("h").asScala); j <- 0 until h.length)
        assertClose(h.value(j), row.get(j).asDouble, s"h[$j]")
      checkGradient(expected, place)((name, row, column) => run.weights(name).error(row, column))
    }

  for ((vector, truncated) <- Seq("B_lstm1997_truncated" -> true, "B_lstm1997_full" -> false))
    test(s"loss, internal states, outputs and gradient are those of $vector") {
      val expected = golden.get(vector)
      val cell = MemoryBlocks(2, 2, truncated = truncated)
      val head = Seq(("head.weights", 1, 4), ("head.bias", 1, 1))
      val parameters = fill(expected, cell.shapes(2) ++ head, blocks1997Place)
      val run = CellRun.fromZero(cell, parameters, inputs(4, 2))
      val outs = run.outputs.map(y => σ(run.weights("head.weights") * y + run.weights("head.bias").row(0)))
      val errors = outs.zipWithIndex.map { case (out, t) => out - Value(0.25 * (t + 1)) }
      val loss = errors.map(e => total(e ∘ e) * 0.5).reduce(_ + _)
      Value.backward(loss)
      assertClose(loss.scalar, expected.get("loss").asDouble, "loss")
      for (t <- outs.indices) {
        assertClose(outs(t).scalar, expected.get("out").get(t).get(0).asDouble, s"out at $t")
        for (j <- 0 until 4)
          assertClose(run.states(t)(1).value(j), expected.get("s").get(t).get(j).asDouble, s"s[$j] at $t")
      }
      checkGradient(expected, blocks1997Place)((name, row, column) => run.weights(name).error(row, column))
    }

  private def memoryBlockPlace: Place = (name, row, column) => {
    val Array(kind, gate) = name.split("_")
    val block = "ifoc".indexOf(gate) * 2
    Some(kind match {
      case "Wx" => ("inputWeights", block + row, column)
      case "Wh" => ("recurrentWeights", block + row, column)
      case "b"  => ("bias", 0, block + column)
      case "p"  => ("peepholes", "ifo".indexOf(gate), column)
    })
  }

  private def withoutPeepholes: Place = (name, row, column) =>
    if (name.startsWith("p_")) None else lstmPlace(2)(name, row, column)

  private def gruPlace(resetAfter: Boolean): Place = (name, row, column) => {
    val Array(kind, gate) = name.split("_")
    val block = "rzn".indexOf(gate) * 2
    Some(kind match {
      case "Wx"                               => ("inputWeights", block + row, column)
      case "Wh" if gate == "n" && !resetAfter => ("candidateWeights", row, column)
      case "Wh"                               => ("recurrentWeights", block + row, column)
      case "bh" if resetAfter                 => ("recurrentBias", 0, column)
      case "b" | "bh"                         => ("bias", 0, block + column)
    })
  }

  private def layerNormPlace: Place = (name, row, column) => {
    val index = if (name == "b") column else row
    val ours = "ifgo".indexOf("fiog".charAt(index / 3)) * 3 + index % 3
    Some(name match {
      case "Wx" => ("inputWeights", ours, column)
      case "Wh" => ("recurrentWeights", ours, column)
      case "b"  => ("bias", 0, ours)
    })
  }

  /** Two blocks of two cells: the vectors' sources are x, cells, input gates, output gates, 1. */
  private def blocks1997Place: Place = (name, row, column) =>
    if (name == "W_k") Some(if (column < 4) ("head.weights", row, column) else ("head.bias", 0, row))
    else {
      val own = Map("W_in" -> 0, "W_out" -> 2, "W_c" -> 4)(name) + row
      Some(
        if (column < 2) ("inputWeights", own, column)
        else if (column < 10) ("recurrentWeights", own, column - 2)
        else ("bias", 0, own)
      )
    }

  private def parametersOf(expected: JsonNode, cell: Cell, place: Place): Map[String, DenseMatrix[Double]] = {
    val filled = fill(expected, cell.shapes(2), place)
    filled.map { case (name, matrix) => name -> (if (name.endsWith("Gain")) matrix.map(_ => 1.0) else matrix) }
  }

  /** Our matrices, with p_k = 0.5 sin(0.7 (k + 1)) at the places of the vectors' k-th element. */
  private def fill(expected: JsonNode, shapes: Seq[(String, Int, Int)], place: Place): Map[String, DenseMatrix[Double]] = {
    val ours = shapes.map { case (name, rows, columns) => name -> DenseMatrix.zeros[Double](rows, columns) }.toMap
    for (((name, row, column), k) <- elements(expected).zipWithIndex; (view, r, c) <- place(name, row, column))
      ours(view)(r, c) += 0.5 * math.sin(0.7 * (k + 1))
    ours
  }

  private def elements(expected: JsonNode): Seq[(String, Int, Int)] =
    for {
      name <- expected.get("order").asScala.map(_.asText).toSeq
      shape = expected.get("shapes").get(name).asScala.map(_.asInt).toSeq
      row <- 0 until (if (shape.length == 2) shape.head else 1)
      column <- 0 until shape.last
    } yield (name, row, column)

  private def checkGradient(expected: JsonNode, place: Place)(ours: (String, Int, Int) => Double): Unit = {
    var checked = 0
    for ((name, row, column) <- elements(expected); (view, r, c) <- place(name, row, column)) {
      val values = expected.get("grad").get(name)
      val value = if (values.get(0).isArray) values.get(row).get(column) else values.get(column)
      assertClose(ours(view, r, c), value.asDouble, s"$name[$row, $column]")
      checked += 1
    }
    assert(checked > 20)
  }

  private def inputs(steps: Int, size: Int): Seq[DenseVector[Double]] =
    (0 until steps).map(t => DenseVector.tabulate(size)(j => math.cos(0.3 * (t * size + j))))

  private def vectorOf(values: JsonNode): DenseVector[Double] = DenseVector(values.asScala.map(_.asDouble).toArray)

  private def assertClose(actual: Double, expected: Double, name: String): Unit =
    assert(math.abs(actual - expected) <= tolerance, s"$name: $actual, expected $expected")
}
