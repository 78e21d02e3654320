package org.keepgate.network;

import org.jspecify.annotations.Nullable;
import org.keepgate.math.Matrix;

/**
 * What one station of a network hands to those above it, N × columns, and the place where they hand
 * ∂L/∂values back.
 *
 * @param error of the shape of the values; none where nobody below wants it
 */
record Signal(Matrix values, @Nullable Matrix error) {}
