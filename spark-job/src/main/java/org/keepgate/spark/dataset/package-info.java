/** From tables and texts to encoded sequences, dealt to the workers. */
@NullMarked
package org.keepgate.spark.dataset;

import org.jspecify.annotations.NullMarked;
