/** Examples of Spark ML's side. */
@NullMarked
package org.keepgate.examples.ml;

import org.jspecify.annotations.NullMarked;
