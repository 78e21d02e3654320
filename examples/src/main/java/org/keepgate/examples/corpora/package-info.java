/** The two corpora of Karpathy, Johnson and Fei-Fei (2015), cut from the user's own copies. */
@NullMarked
package org.keepgate.examples.corpora;

import org.jspecify.annotations.NullMarked;
