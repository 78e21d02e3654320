package org.keepgate.reference

import org.keepgate.reference.Functions._

/** Connectionist temporal classification (Graves et al., 2006, equations 3 and 5–8), in logarithms; symbol 0 is the
  * blank. l' is the labels l with a blank around each.
  *
  * {{{
  *   α_1(1) = y_blank   α_1(2) = y_{l_1}
  *   α_t(s) = (α_{t−1}(s) + α_{t−1}(s−1) + [l'_s no blank, l'_s ≠ l'_{s−2}] α_{t−1}(s−2)) y_{l'_s}
  *   p(l|x) = α_T(|l'|) + α_T(|l'| − 1)
  * }}}
  */
object Ctc {
  private val blank = 0

  /** −ln p(labels | softmax of these pre-activations). */
  def loss(outputs: IndexedSeq[Value], labels: IndexedSeq[Int]): Value = {
    val logY = outputs.map(logSoftmax)
    val extended = blank +: labels.flatMap(Seq(_, blank))
    // None: no path is here at this step, ln 0
    val start = extended.zipWithIndex.map { case (symbol, s) => Option.when(s <= 1)(logY.head(symbol)) }
    val end = logY.tail.foldLeft(start) { (alpha, y) =>
      extended.indices.map { s =>
        val leaps = s >= 2 && extended(s) != blank && extended(s) != extended(s - 2)
        val from = (if (leaps) Seq(s, s - 1, s - 2) else Seq(s, s - 1)).filter(_ >= 0).flatMap(alpha(_))
        Option.when(from.nonEmpty)(logSumExp(concat(from: _*)) + y(extended(s)))
      }
    }
    val whole = end.takeRight(2).flatten
    require(whole.nonEmpty, s"${outputs.length} steps are too few for labels ${labels.mkString(" ")}")
    logSumExp(concat(whole: _*)) * -1
  }
}
