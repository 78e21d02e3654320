package org.keepgate.analysis.unit;

/**
 * How well one unit tells one feature.
 *
 * @param unit number in the network's units, all layers one after another
 * @param feature number in the {@link FeatureTable}
 * @param correlation of the activity and the feature's value, over all samples; NaN where the unit
 *     never changes
 * @param fitted AUC on the samples that fit, at least ½: which of two directions it is is fitted
 * @param heldOut AUC on the samples that judge, in the direction fitted; ½ is chance
 * @param accuracy balanced accuracy on the samples that judge of the threshold that was fitted
 */
public record UnitScore(
    int unit, int feature, double correlation, double fitted, double heldOut, double accuracy) {}
