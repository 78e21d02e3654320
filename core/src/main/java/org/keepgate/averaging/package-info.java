/** From what the workers of a round have come to, to the model of the next. */
@NullMarked
package org.keepgate.averaging;

import org.jspecify.annotations.NullMarked;
