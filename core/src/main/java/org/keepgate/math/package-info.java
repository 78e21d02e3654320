/**
 * Matrix windows and products, activations, softmax, seeds: the arithmetic below everything else.
 */
@NullMarked
package org.keepgate.math;

import org.jspecify.annotations.NullMarked;
