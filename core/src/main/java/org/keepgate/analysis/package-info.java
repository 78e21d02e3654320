/** Looking inside a trained network: error flow by time lag, gates, cell activity. */
@NullMarked
package org.keepgate.analysis;

import org.jspecify.annotations.NullMarked;
