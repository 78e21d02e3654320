/** Distributed training: worker tasks, the ordered reduction, the round. */
@NullMarked
package org.keepgate.spark.trainer;

import org.jspecify.annotations.NullMarked;
