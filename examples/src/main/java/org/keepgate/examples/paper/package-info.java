/**
 * Published experiments with memory blocks, one short class each: Hochreiter and Schmidhuber
 * (1997); Gers, Schmidhuber and Cummins (2000); Gers, Schraudolph and Schmidhuber (2002).
 */
@NullMarked
package org.keepgate.examples.paper;

import org.jspecify.annotations.NullMarked;
