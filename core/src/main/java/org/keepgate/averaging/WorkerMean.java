package org.keepgate.averaging;

import org.jspecify.annotations.Nullable;

/**
 * What a round's workers have come to on average, weighted by work. It is handed on with its
 * arrays: the strategy that receives it may write to them, as one that clips a gradient does, or
 * make them part of the next model; nobody else looks at them afterwards.
 *
 * @param values mean of the workers' parameters, or of their gradients; null if nobody worked
 * @param moments mean of the vectors of the workers' optimizer states; empty where they are not
 *     averaged, or nobody worked
 * @param steps mean number of optimizer steps since the start of training
 * @param optimizers each worker's own state, of those without work the one before; empty unless
 *     they are kept
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record WorkerMean(
    float @Nullable [] values, float[][] moments, double steps, WorkerOptimizers optimizers) {}
