/** Estimators and models in the manner of Spark ML, for pipelines and notebooks. */
@NullMarked
package org.keepgate.spark.ml;

import org.jspecify.annotations.NullMarked;
