/**
 * Published experiments. With memory blocks, one short class each: Hochreiter and Schmidhuber
 * (1997); Gers, Schmidhuber and Cummins (2000); Gers, Schraudolph and Schmidhuber (2002). By
 * back-propagation through time, with tables of their own: Pascanu, Mikolov and Bengio (2013);
 * Greff et al. (2017).
 */
@NullMarked
package org.keepgate.examples.paper;

import org.jspecify.annotations.NullMarked;
