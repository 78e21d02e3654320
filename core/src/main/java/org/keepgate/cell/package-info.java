/** Recurrent cells: the arithmetic of one time step, forward and backward. */
@NullMarked
package org.keepgate.cell;

import org.jspecify.annotations.NullMarked;
