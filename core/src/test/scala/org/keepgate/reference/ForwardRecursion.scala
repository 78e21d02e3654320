package org.keepgate.reference

import breeze.linalg.DenseMatrix

/** The truncated gradient as the paper computes it: partial derivatives of the internal states are carried forward
  * in time, errors never back (Hochreiter and Schmidhuber, 1997, equations A.10–A.26; with forget gates, Gers,
  * Schmidhuber and Cummins, 2000; with peepholes, Gers, Schraudolph and Schmidhuber, 2002). Plain loops over units,
  * nothing shared with the tape. Names and columns are those of [[MemoryBlocks]] with input and output gate, all
  * units fed back and biased, g = 4σ − 2 and h = 2σ − 1.
  *
  * {{{
  *   ∂s/∂w_lm = f ∂s'/∂w_lm + Θ_l y_m(t−1)      Θ_c = g'(net_c) in   Θ_in = g(net_c) in'   Θ_f = s' f'
  *   e_s = out h'(s) Σ_k w_kc e_k               e_out = out' Σ_v h(s_v) Σ_k w_kc e_k
  * }}}
  */
final class ForwardRecursion(
    blocks: Int,
    cellsPerBlock: Int,
    forgetGate: Boolean,
    peepholes: Boolean,
    weights: Map[String, DenseMatrix[Double]]
) {
  private val cells = blocks * cellsPerBlock
  private val kinds = if (forgetGate) Seq("in", "forget", "out") else Seq("in", "out")
  private val columns = kinds.length * blocks + cells
  private val (inputs, fedBack) = (weights("inputWeights").cols, weights("recurrentWeights").cols)

  private val s = new Array[Double](cells)
  private val y = new Array[Double](columns) // cells, then gates
  private val ofCell, ofIn, ofForget = Array.ofDim[Double](cells, inputs + fedBack + 1)
  private val ofInPeephole, ofForgetPeephole = Array.ofDim[Double](cells, cells)

  /** ∂L/∂ of every weight, summed over the steps so far. */
  val gradient: Map[String, DenseMatrix[Double]] =
    weights.map { case (name, matrix) => name -> DenseMatrix.zeros[Double](matrix.rows, matrix.cols) }

  /** One step in time.
    *
    * @param error
    *   from the outputs of the cells to ∂L/∂outputs, of this step's loss alone
    */
  def step(x: Array[Double], error: Array[Double] => Array[Double]): Unit = {
    val sources = (x ++ y) :+ 1.0
    val old = s.clone()
    val in = Array.tabulate(blocks)(j => logistic(net(gate("in", j), sources) + peep("in", j, old)))
    val f = Array.tabulate(blocks)(j =>
      if (forgetGate) logistic(net(gate("forget", j), sources) + peep("forget", j, old)) else 1.0
    )
    for (v <- 0 until cells) {
      val (j, a) = (v / cellsPerBlock, net(cell(v), sources))
      val g = 4 * logistic(a) - 2
      s(v) = f(j) * old(v) + in(j) * g
      val thetaCell = 4 * logistic(a) * (1 - logistic(a)) * in(j)
      val thetaIn = g * in(j) * (1 - in(j))
      val thetaForget = old(v) * f(j) * (1 - f(j))
      for (m <- sources.indices) {
        ofCell(v)(m) = f(j) * ofCell(v)(m) + thetaCell * sources(m)
        ofIn(v)(m) = f(j) * ofIn(v)(m) + thetaIn * sources(m)
        ofForget(v)(m) = f(j) * ofForget(v)(m) + thetaForget * sources(m)
      }
      for (u <- j * cellsPerBlock until (j + 1) * cellsPerBlock) {
        ofInPeephole(v)(u) = f(j) * ofInPeephole(v)(u) + thetaIn * old(u)
        ofForgetPeephole(v)(u) = f(j) * ofForgetPeephole(v)(u) + thetaForget * old(u)
      }
    }
    val out = Array.tabulate(blocks)(j => logistic(net(gate("out", j), sources) + peep("out", j, s)))
    val shown = s.map(state => 2 * logistic(state) - 1)
    for (v <- 0 until cells) y(v) = out(v / cellsPerBlock) * shown(v)
    for ((values, k) <- (if (forgetGate) Seq(in, f, out) else Seq(in, out)).zipWithIndex; j <- 0 until blocks)
      y(cells + k * blocks + j) = values(j)
    addGradient(sources, out, shown, error(y.take(cells)))
  }

  private def addGradient(sources: Array[Double], out: Array[Double], shown: Array[Double], e: Array[Double]): Unit = {
    for (v <- 0 until cells) {
      val j = v / cellsPerBlock
      val eState = e(v) * out(j) * 2 * logistic(s(v)) * (1 - logistic(s(v)))
      addTo(cell(v), ofCell(v), eState)
      addTo(gate("in", j), ofIn(v), eState)
      if (forgetGate) addTo(gate("forget", j), ofForget(v), eState)
      val eOut = e(v) * shown(v) * out(j) * (1 - out(j))
      addTo(gate("out", j), sources, eOut)
      if (peepholes) for (u <- j * cellsPerBlock until (j + 1) * cellsPerBlock) {
        gradient("peepholes")(kinds.indexOf("in"), u) += eState * ofInPeephole(v)(u)
        if (forgetGate) gradient("peepholes")(kinds.indexOf("forget"), u) += eState * ofForgetPeephole(v)(u)
        gradient("peepholes")(kinds.indexOf("out"), u) += eOut * s(u)
      }
    }
  }

  private def addTo(unit: Int, partials: Array[Double], error: Double): Unit = {
    for (m <- 0 until inputs) gradient("inputWeights")(unit, m) += error * partials(m)
    for (m <- 0 until fedBack) gradient("recurrentWeights")(unit, m) += error * partials(inputs + m)
    gradient("bias")(0, unit) += error * partials(inputs + fedBack)
  }

  private def net(unit: Int, sources: Array[Double]): Double = {
    val fromInputs = (0 until inputs).map(m => weights("inputWeights")(unit, m) * sources(m)).sum
    val fromUnits = (0 until fedBack).map(m => weights("recurrentWeights")(unit, m) * sources(inputs + m)).sum
    fromInputs + fromUnits + weights("bias")(0, unit)
  }

  private def peep(kind: String, block: Int, states: Array[Double]): Double =
    if (!peepholes) 0
    else
      (block * cellsPerBlock until (block + 1) * cellsPerBlock)
        .map(u => weights("peepholes")(kinds.indexOf(kind), u) * states(u))
        .sum

  private def gate(kind: String, block: Int): Int = kinds.indexOf(kind) * blocks + block

  private def cell(v: Int): Int = kinds.length * blocks + v

  private def logistic(a: Double): Double = 1 / (1 + math.exp(-a))
}
