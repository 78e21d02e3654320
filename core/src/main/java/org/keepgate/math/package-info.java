/**
 * Matrix products and their providers, activations, random numbers: the arithmetic below everything
 * else.
 *
 * <p>The faces are {@link org.keepgate.math.Gemm} (a provider of products), {@link
 * org.keepgate.math.GemmSession} (what one thread has prepared), {@link org.keepgate.math.Buffer}
 * and {@link org.keepgate.math.Matrix} (memory, and a window on it); the providers stand behind
 * them, package-private.
 */
@NullMarked
package org.keepgate.math;

import org.jspecify.annotations.NullMarked;
