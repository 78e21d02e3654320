/** Self-contained HTML reports, made on the driver. */
@NullMarked
package org.keepgate.spark.report;

import org.jspecify.annotations.NullMarked;
