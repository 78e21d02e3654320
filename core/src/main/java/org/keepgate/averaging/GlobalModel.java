package org.keepgate.averaging;

import org.keepgate.optimizer.OptimizerState;

/**
 * The one model between two rounds: from it all workers start. Never written to.
 *
 * @param parameters in the order of the layout
 * @param optimizer the state that workers share, or that of the steps on averaged gradients;
 *     without vectors where there is neither
 * @param averaging what averaging remembers
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record GlobalModel(float[] parameters, OptimizerState optimizer, AveragingState averaging) {}
