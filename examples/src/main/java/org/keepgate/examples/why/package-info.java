/** The story of the LSTM in pictures: why error vanishes, and what a memory cell changes. */
@NullMarked
package org.keepgate.examples.why;

import org.jspecify.annotations.NullMarked;
