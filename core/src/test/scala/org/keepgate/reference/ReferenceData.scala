package org.keepgate.reference

import breeze.linalg.DenseVector

/** Sequences with targets that fit a head; some steps have none. */
object ReferenceData {

  /** A text whose every symbol is the class of the one before. */
  def text(vocabulary: Int, length: Int, numbers: TestNumbers): ReferenceSequence = {
    val text = IndexedSeq.fill(length + 1)(numbers.symbol(vocabulary))
    ReferenceSequence(symbols = text.init, classes = text.tail.map(Some(_)))
  }

  def sequence(
      spec: ReferenceSpec,
      symbols: Boolean,
      length: Int,
      numbers: TestNumbers,
      lastStepOnly: Boolean = false
  ): ReferenceSequence = {
    def targets[A](make: => A): IndexedSeq[Option[A]] =
      (0 until length).map { t =>
        val target = make
        Option.when(if (lastStepOnly) t == length - 1 else t != 1 || length < 3)(target)
      }
    val inputs = ReferenceSequence(
      symbols = if (symbols) IndexedSeq.fill(length)(numbers.symbol(spec.inputSize)) else IndexedSeq.empty,
      features = if (symbols) IndexedSeq.empty else IndexedSeq.fill(length)(numbers.vector(spec.inputSize))
    )
    spec.head match {
      case SoftmaxHead(classes, _)         => inputs.copy(classes = targets(numbers.symbol(classes)))
      case FactoredSoftmaxHead(symbols, _) => inputs.copy(classes = targets(numbers.symbol(symbols)))
      case CtcHead(labels)         => inputs.copy(labels = IndexedSeq.fill((length - 1) / 2)(1 + numbers.symbol(labels)))
      case BernoulliHead(labels) =>
        inputs.copy(values = targets(withGap(DenseVector.fill(labels)(numbers.symbol(2).toDouble), numbers)))
      case LogisticHead(outputs) => inputs.copy(values = targets(withGap(numbers.vector(outputs), numbers)))
      case RegressionHead(outputs, _) => inputs.copy(values = targets(withGap(numbers.vector(outputs), numbers)))
      case MixtureDensityHead(_)      => inputs.copy(values = targets(numbers.vector(1)))
      case HandwritingHead(_) =>
        inputs.copy(values = targets(DenseVector.vertcat(numbers.vector(2), DenseVector(numbers.symbol(2).toDouble))))
    }
  }

  /** One value in three rows is unknown. */
  private def withGap(row: DenseVector[Double], numbers: TestNumbers): DenseVector[Double] = {
    if (numbers.symbol(3) == 0) row(numbers.symbol(row.length)) = Double.NaN
    row
  }
}
