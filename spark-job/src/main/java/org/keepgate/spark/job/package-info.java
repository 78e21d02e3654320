/** The command line that {@code spark-submit} starts. */
@NullMarked
package org.keepgate.spark.job;

import org.jspecify.annotations.NullMarked;
