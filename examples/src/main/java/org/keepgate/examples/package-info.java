/** One short main program per task. */
@NullMarked
package org.keepgate.examples;

import org.jspecify.annotations.NullMarked;
