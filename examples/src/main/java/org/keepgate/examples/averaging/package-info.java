/** What averaging costs: the same training with one worker and with many, compared. */
@NullMarked
package org.keepgate.examples.averaging;

import org.jspecify.annotations.NullMarked;
