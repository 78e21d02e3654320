package org.keepgate.reference

import com.fasterxml.jackson.databind.ObjectMapper
import org.scalatest.funsuite.AnyFunSuite
import scala.jdk.CollectionConverters._

/** The recursion of transcription against every path written out, and against the golden vectors. */
class CtcSpec extends AnyFunSuite {

  for ((labels, steps) <- Seq(Seq(1) -> 1, Seq(1, 2) -> 4, Seq(2, 2) -> 3, Seq(2, 2) -> 5, Seq(1, 2, 2, 1) -> 6, Seq() -> 3))
    test(s"loss equals the sum over all paths: labels ${labels.mkString(" ")} in $steps steps") {
      val outputs = random(steps, 3)
      val probability = paths(steps, 3)
        .filter(path => collapse(path) == labels)
        .map(path => path.zip(outputs).map { case (symbol, y) => probabilities(y)(symbol) }.product)
        .sum
      val loss = Ctc.loss(outputs, labels.toIndexedSeq).scalar
      assert(math.abs(loss + math.log(probability)) < 1e-12 * math.max(1, loss))
    }

  test("the probabilities of all label sequences sum to one") {
    val outputs = random(4, 3)
    val sequences = paths(4, 3).map(collapse).distinct
    val sum = sequences.map(labels => math.exp(-Ctc.loss(outputs, labels.toIndexedSeq).scalar)).sum
    assert(sequences.length == 15) // 1, 2, 4, then six of eight (111 and 222 need five steps), then 1212 and 2121
    assert(math.abs(sum - 1) < 1e-12)
  }

  test("labels that need more steps than there are, a blank between equal ones counted, are refused") {
    assertThrows[IllegalArgumentException](Ctc.loss(random(2, 3), IndexedSeq(1, 1)))
    assertThrows[IllegalArgumentException](Ctc.loss(random(1, 3), IndexedSeq(1, 2)))
  }

  test("a probability too small for a double has a finite loss") {
    val outputs = IndexedSeq.fill(150)(Value(0.0, -15.0, -15.0))
    val loss = Ctc.loss(outputs, IndexedSeq.tabulate(70)(k => 1 + k % 2)).scalar
    assert(math.exp(-loss) == 0 && loss < 1e4)
  }

  test("loss and gradient are those of D_ctc") {
    val golden = new ObjectMapper().readTree(getClass.getResourceAsStream("/golden/golden_vectors.json")).get("D_ctc")
    val (steps, symbols) = (golden.get("T").asInt, golden.get("K").asInt)
    val outputs = (0 until steps).map { t =>
      Value((0 until symbols).map(k => math.sin(0.9 * (t * symbols + k) + 0.4)): _*)
    }
    val loss = Ctc.loss(outputs, golden.get("labels").asScala.map(_.asInt).toIndexedSeq)
    Value.backward(loss)
    assert(math.abs(loss.scalar - golden.get("loss").asDouble) < 1e-12)
    assert(math.abs(loss.scalar - golden.get("loss_bruteforce").asDouble) < 1e-12)
    for (t <- 0 until steps; k <- 0 until symbols)
      assert(math.abs(outputs(t).error(k) - golden.get("grad_logits").get(t).get(k).asDouble) < 1e-12)
  }

  private def random(steps: Int, symbols: Int): IndexedSeq[Value] = {
    val numbers = new TestNumbers(23)
    IndexedSeq.fill(steps)(Value(numbers.vector(symbols, 2)))
  }

  private def probabilities(y: Value): Seq[Double] = {
    val e = y.value.toArray.toSeq.map(math.exp)
    e.map(_ / e.sum)
  }

  private def paths(steps: Int, symbols: Int): Seq[Seq[Int]] =
    (0 until steps).foldLeft(Seq(Seq.empty[Int]))((all, _) => all.flatMap(path => (0 until symbols).map(path :+ _)))

  /** Repeats become one, then blanks go: the map B of the paper. */
  private def collapse(path: Seq[Int]): Seq[Int] =
    path.headOption.toSeq.concat(path.zip(path.drop(1)).collect { case (a, b) if a != b => b }).filter(_ != 0)
}
