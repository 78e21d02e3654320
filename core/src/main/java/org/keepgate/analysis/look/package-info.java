/** One pass over sequences that looks at single units and at single predictions of a network. */
@NullMarked
package org.keepgate.analysis.look;

import org.jspecify.annotations.NullMarked;
