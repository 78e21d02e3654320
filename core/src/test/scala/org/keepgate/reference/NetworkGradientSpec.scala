package org.keepgate.reference

import breeze.linalg.DenseMatrix
import org.scalatest.funsuite.AnyFunSuite

/** Every head and every way to stack layers: the gradient of the network against central differences over every
  * parameter view, the inputs and the initial state of every layer.
  */
class NetworkGradientSpec extends AnyFunSuite {
  private val steps = 5
  private val small = PlainRnn(3)

  private val heads: Seq[(String, Head)] = Seq(
    "softmax" -> SoftmaxHead(4),
    "softmax with class weights" -> SoftmaxHead(4, Seq(0.5, 2, 1, 0.25)),
    "class-factored softmax" -> FactoredSoftmaxHead(7, Seq(0, 1, 4)),
    "mean squared error" -> RegressionHead(3, ErrorLoss.squared),
    "mean absolute error" -> RegressionHead(3, ErrorLoss.absolute),
    "Huber" -> RegressionHead(3, ErrorLoss.huber(0.6)),
    "logistic squared error" -> LogisticHead(3),
    "Bernoulli" -> BernoulliHead(3),
    "mixture density" -> MixtureDensityHead(3),
    "handwriting" -> HandwritingHead(2),
    "transcription" -> CtcHead(3)
  )

  private val stacks: Seq[(String, ReferenceSpec)] = {
    val softmax = ReferenceSpec(Lstm(3), 2, SoftmaxHead(4))
    Seq(
      "two layers" -> softmax.copy(layers = 2),
      "three layers of gru" -> softmax.copy(cell = Gru(3), layers = 3),
      "symbols" -> softmax.copy(inputSize = 5),
      "embedded symbols" -> softmax.copy(inputSize = 5, embeddingSize = 2),
      "bidirectional" -> softmax.copy(bidirectional = true),
      "bidirectional, two layers of gru-reset-after" ->
        softmax.copy(cell = GruResetAfter(2), layers = 2, bidirectional = true),
      "skip connections" -> softmax.copy(layers = 3, skipConnections = true),
      "skip connections, bidirectional, embedded symbols" ->
        softmax.copy(
          cell = Mut1(2),
          inputSize = 5,
          layers = 2,
          embeddingSize = 3,
          bidirectional = true,
          skipConnections = true
        ),
      "residual" -> softmax.copy(layers = 3, residual = true),
      "residual, bidirectional, skip connections" ->
        softmax.copy(cell = small, layers = 3, bidirectional = true, residual = true, skipConnections = true),
      "direct input" -> softmax.copy(directInput = true),
      "blocks of 1997 with full gradient, direct input, no bias of the head" ->
        softmax.copy(cell = MemoryBlocks(2, 2, truncated = false), directInput = true, headBias = false),
      "layer norm, skip connections" ->
        softmax.copy(cell = LayerNormLstm(4), layers = 2, skipConnections = true)
    )
  }

  for ((name, head) <- heads)
    test(s"head: $name") {
      check(ReferenceSpec(small, 2, head), lastStepOnly = false)
    }

  for ((name, head) <- heads if !head.isInstanceOf[CtcHead])
    test(s"head at the last step: $name") {
      check(ReferenceSpec(small, 2, head), lastStepOnly = true)
    }

  for ((name, spec) <- stacks)
    test(s"stack: $name") {
      check(spec, lastStepOnly = false)
    }

  for ((name, spec) <- stacks if spec.bidirectional)
    test(s"stack, each direction read where it ends: $name") {
      check(spec.copy(lastStates = true, directInput = true), lastStepOnly = true)
    }

  test("a clip at the head bounds what enters the network, and changes the gradient") {
    val spec = ReferenceSpec(small, 2, SoftmaxHead(4))
    val parameters = new TestNumbers(5).weights(spec.shapes)
    val data = ReferenceData.sequence(spec, isOfSymbols(spec), steps, new TestNumbers(11))
    val free = new ReferenceNetwork(spec, parameters).run(data).backward()
    val clipped = new ReferenceNetwork(spec.copy(headClip = 0.1), parameters).run(data).backward()
    assert(free.loss.scalar == clipped.loss.scalar)
    assert(norm1(free.weights("head.bias").error - clipped.weights("head.bias").error) > 0.1)
    assert(breeze.linalg.max(breeze.numerics.abs(clipped.weights("head.bias").error)) <= 0.1 * steps)
  }

  test("a bidirectional layer of equal weights gives the mirror of its output on the mirrored sequence") {
    val spec = ReferenceSpec(Lstm(3), 2, RegressionHead(3, ErrorLoss.squared), bidirectional = true)
    val forward = new TestNumbers(5).weights(spec.shapes)
    val parameters = forward ++ forward.collect {
      case (name, matrix) if name.contains(".forward.") => name.replace("forward", "backward") -> matrix
    }
    val data = ReferenceData.sequence(spec, isOfSymbols(spec), steps, new TestNumbers(11))
    val states = new ReferenceNetwork(spec, parameters).run(data).states
    val mirrored = new ReferenceNetwork(spec, parameters).run(data.copy(features = data.features.reverse)).states
    for (t <- 0 until steps)
      assert(states("layers.0.backward")(t).head.value == mirrored("layers.0.forward")(t).head.value)
  }

  private def check(spec: ReferenceSpec, lastStepOnly: Boolean): Unit = {
    val parameters = new TestNumbers(5).weights(spec.shapes)
    val data = ReferenceData.sequence(spec, isOfSymbols(spec), steps, new TestNumbers(11), lastStepOnly)
    val numbers = new TestNumbers(17)
    val initial = (for (layer <- 0 until spec.layers; direction <- spec.directions)
      yield s"layers.$layer.$direction" -> spec.cell.stateSizes.map(numbers.vector(_, 0.5))).toMap
    val run = new ReferenceNetwork(spec, parameters).run(data, initial).backward()
    def loss = new ReferenceNetwork(spec, parameters).run(data, initial).loss.scalar
    val worst = parameters.toSeq.map { case (view, matrix) =>
      CentralDifferences.check(view, matrix.data, run.weights(view).error.data)(loss)
    } ++ data.features.zip(run.inputs).map { case (x, node) =>
      CentralDifferences.check("input", x.data, node.error.data)(loss)
    } ++ (for ((name, parts) <- initial.toSeq; (part, node) <- parts.zip(run.initial(name))) yield
      CentralDifferences.check(s"initial state of $name", part.data, node.error.data)(loss))
    info(f"worst relative error ${worst.max}%.1e")
  }

  /** The specs of symbols above have five of them. */
  private def isOfSymbols(spec: ReferenceSpec): Boolean = spec.inputSize == 5

  private def norm1(m: DenseMatrix[Double]): Double = breeze.linalg.sum(breeze.numerics.abs(m))
}
